import { parseXML, XmlNode, XmlText } from '@aws-sdk/xml-builder';
import { s3Error } from './s3-error.ts';

/** Content of an element: text, elements by name, or several elements of one name. */
export type XmlContent =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlContent[]
  | { readonly [name: string]: XmlContent };

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A document of S3's answers; undefined members are left out, lists become repeated elements. */
export function xmlDocument(root: string, content: XmlContent): string {
  const node = new XmlNode(root);
  // errors have no namespace in S3
  if (root !== 'Error') node.addAttribute('xmlns', NAMESPACE);
  append(node, content);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${node.toString()}`;
}

function append(node: XmlNode, content: XmlContent): void {
  if (typeof content !== 'object') {
    if (content !== undefined) node.addChildNode(new XmlText(String(content)));
    return;
  }
  for (const [name, member] of Object.entries(content)) {
    for (const value of Array.isArray(member) ? (member as readonly XmlContent[]) : [member as XmlContent]) {
      if (value === undefined) continue;
      const child = new XmlNode(name);
      append(child, value);
      node.addChildNode(child);
    }
  }
}

/**
 * The content of a document with the given root element.
 * @throws MalformedXML
 */
export function readXml(text: string, root: string): Readonly<Record<string, unknown>> {
  let parsed: Readonly<Record<string, unknown>>;
  try {
    parsed = parseXML(text) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw Object.assign(s3Error('MalformedXML'), { cause });
  }
  const content = parsed[root];
  if (content === '') return {};
  if (typeof content !== 'object' || content === null) throw s3Error('MalformedXML');
  return content as Readonly<Record<string, unknown>>;
}

/** The elements of one name, of which XML may hold none, one or many. */
export function elements(content: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list = Array.isArray(content) ? content : content === undefined || content === '' ? [] : [content];
  if (list.some((element) => typeof element !== 'object')) throw s3Error('MalformedXML');
  return list as readonly Readonly<Record<string, unknown>>[];
}
