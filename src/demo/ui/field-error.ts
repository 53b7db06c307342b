/** Says what is wrong with a field, beneath it; or no more, where `problem` is empty. */
export function setFieldError(field: HTMLElement, place: HTMLElement, problem: string): void {
  place.textContent = problem
  place.hidden = problem === ''
  if (problem) field.setAttribute('aria-invalid', 'true')
  else field.removeAttribute('aria-invalid')
}
