/** What is asked about: put your own texts here. */
export const DOCUMENTS = [
  'Chlorophyll absorbs red and blue light and reflects green light, which is why leaves appear green.',
  'In autumn chlorophyll breaks down, and the yellow and red pigments of leaves become visible.',
  'Photosynthesis turns carbon dioxide and water into sugar and oxygen with the energy of light.',
  'Green paint of the nineteenth century often held arsenic.',
  'House plants look healthier when their leaves are wiped clean of dust.',
  'The sky is blue because air scatters short wavelengths of sunlight more than long ones.',
  'Cacti store water in their stems and have spines in place of leaves.',
  'Roots take up water and minerals from the soil.',
  'Green tea is made of leaves that were heated soon after they were picked.',
  'Plants that grow in shade often have larger and darker leaves, with more chlorophyll.',
  'The human eye is most sensitive to green light.',
  'Moss has neither roots nor flowers, and spreads by spores.',
]
