/** Ids that customers choose, as the API takes them. */
const ID = /^(?!\.+$)[A-Za-z0-9_.:-]{1,128}$/;

/** Says what is wrong with an id, if anything is. */
export function idFault(id: string): string | undefined {
  if (id.trim() === '') return 'Enter an ID.';
  return ID.test(id.trim()) ? undefined : 'An ID has 1 to 128 letters, digits, or _ . : -';
}
