import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Search } from './Search.jsx'

createRoot(document.getElementById('app')).render(
  <StrictMode>
    <Search />
  </StrictMode>,
)
