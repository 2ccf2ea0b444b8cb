import { XmlNode, XmlText } from '@aws-sdk/xml-builder';
import type { CloudResponse } from '../emulator.ts';

/** The AWS query protocol (Smithy, "AWS query protocol"): a form goes in, XML comes out. */

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

export const parseForm = (text: string): ReadonlyMap<string, string> => new Map(new URLSearchParams(text));

/** Members of a list of structures: `Tags.member.1.Key` and so on, in order. */
export function listOf(form: ReadonlyMap<string, string>, name: string): Record<string, string>[] {
  const items: Record<string, string>[] = [];
  for (const [key, value] of form) {
    const [, number, member = ''] = new RegExp(`^${name}\\.member\\.(\\d+)\\.?(.*)$`).exec(key) ?? [];
    if (number === undefined) continue;
    const index = Number(number) - 1;
    items[index] = { ...items[index], [member]: value };
  }
  return items.filter(Boolean);
}

/** `<{operation}Response>` with its result; members that are undefined are left out. */
export function xmlResult(
  operation: string,
  result: Readonly<Record<string, unknown>>,
  requestId: string,
): CloudResponse {
  const response = new XmlNode(`${operation}Response`, [
    element(`${operation}Result`, result),
    element('ResponseMetadata', { RequestId: requestId }),
  ]).addAttribute('xmlns', NAMESPACE);
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: response.toString() };
}

function element(name: string, value: unknown): XmlNode {
  if (typeof value !== 'object' || value === null) return new XmlNode(name, [new XmlText(String(value))]);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return new XmlNode(
    name,
    members.map(([key, member]) => element(key, member)),
  );
}
