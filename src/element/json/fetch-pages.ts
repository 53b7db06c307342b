/** @throws Error where the file is not there, or is no JSON */
export async function fetchPages(address: string): Promise<unknown> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${address} answered ${response.status}`)
  return response.json()
}
