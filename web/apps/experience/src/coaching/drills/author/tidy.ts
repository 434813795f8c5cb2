/** Lines as they are sent: without those that are empty, which stand there only while somebody writes. */
export function tidy<T>(value: T): T {
  if (Array.isArray(value)) return value.filter((one) => typeof one !== 'string' || one.trim() !== '').map((one) => tidy(one) as unknown) as T;
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, tidy(one) as unknown])) as T;
  return value;
}
