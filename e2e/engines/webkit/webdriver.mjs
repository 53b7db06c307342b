/** The key of an element in WebDriver's JSON. */
export const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

/**
 * One command of WebDriver.
 * @param {string} address of the driver
 * @param {string} method of HTTP
 * @param {string} where
 * @param {object} [body]
 */
export async function send(address, method, where, body = {}) {
  const response = await fetch(address + where, {
    method,
    ...(method === 'POST' && { body: JSON.stringify(body) }),
  })
  const { value } = /** @type {{ value: any }} */ (await response.json())
  if (value?.error)
    throw Object.assign(new Error(`${value.error}: ${value.message ?? ''}`), {
      ...(value.error === 'no such window' && { code: 'no such frame' }),
    })
  return value
}
