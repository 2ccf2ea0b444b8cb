/** Words of the API's codes that are written in capitals. */
const CAPITALS: Readonly<Record<string, string>> = { id: 'ID', sla: 'SLA', url: 'URL' };

/** Writes a code of the API as words: `possible_duplicate` becomes `Possible duplicate`. */
export function humanize(code: string): string {
  const words = code.split(/[_.]/).map((word) => CAPITALS[word] ?? word.toLowerCase());
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Writes a count with its noun: `1 face`, `2 faces`. */
export const countOf = (count: number, noun: string, plural = `${noun}s`): string =>
  `${new Intl.NumberFormat('en-US').format(count)} ${count === 1 ? noun : plural}`;
