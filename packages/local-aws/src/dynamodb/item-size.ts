import type { AttributeValue, Item } from './item.ts';

/**
 * Bytes that a list or a map takes before its content (Developer Guide, "DynamoDB item sizes and formats").
 */
const DOCUMENT_BYTES = 3;
/** Bytes for each element of a list or a map, beside the element itself. */
const ELEMENT_BYTES = 1;

/** Bytes of an item as DynamoDB counts them: names and values, text in UTF-8. */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return base64Bytes(value.B);
  if (value.SS) return total(value.SS, Buffer.byteLength);
  if (value.NS) return total(value.NS, numberBytes);
  if (value.BS) return total(value.BS, base64Bytes);
  if (value.L) return DOCUMENT_BYTES + total(value.L, (element) => valueBytes(element) + ELEMENT_BYTES);
  if (value.M) return DOCUMENT_BYTES + itemBytes(value.M) + Object.keys(value.M).length * ELEMENT_BYTES;
  return 1;
}

/** About one byte for two significant digits, and one. */
const numberBytes = (text: string): number =>
  Math.ceil(text.replace(/[eE].*$/, '').replace(/^-?0*\.?0*|\D/g, '').length / 2) + 1;

const base64Bytes = (text: string): number => Buffer.byteLength(text, 'base64');

const total = <T>(elements: readonly T[], bytesOf: (element: T) => number): number =>
  elements.reduce((sum, element) => sum + bytesOf(element), 0);
