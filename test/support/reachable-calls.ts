import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parseAst } from 'vitest/node';
import { type FunctionName, handlerPath } from '../../lambda/api/functions.ts';

/** A call of AWS that the code of a function can reach. */
export interface ReachableCall {
  /** Class of the command or name of the SDK's helper; a member of a transaction is `Put`, `Update` ... */
  readonly command: string;
  /** Top-level function that holds it, in most cases the factory of an adapter. */
  readonly within: string;
  /** Source text of the table; undefined where another function makes the input. */
  readonly table: string | undefined;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

const root = fileURLToPath(new URL('../../lambda/', import.meta.url));

/** The product's own code of a function as one module; what no import needs is left out. */
async function bundleOf(name: FunctionName): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${root}${handlerPath(name)}`],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * Finds the calls of AWS that a function can reach from its handler. A top-level or local function is reached if
 * a reached one names it. A method of an adapter is reached if it is named on a variable or member that
 * holds what the adapter's factory returns, so that a store of which only `get` is used may not write.
 */
export const reachableCalls = async (name: FunctionName): Promise<readonly ReachableCall[]> =>
  new Walk(await bundleOf(name)).calls;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;
const isFunction = (value: unknown): value is Node =>
  isNode(value) && /^(Arrow)?Function(Expression|Declaration)?/.test(value.type);
const nodes = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
/** Names that the bundler has numbered, since several modules declare or import them, are one name. */
const plain = (name: string) => name.replace(/(?<=[a-z])\d+(?=\.|$)/g, '');
const nameOf = (value: unknown): string | undefined =>
  isNode(value) && value.type === 'Identifier' ? String(value.name) : undefined;
/** The last name of `a`, `b.a` or `this.a`: what tells one store from another. */
const lastNameOf = (value: unknown): string | undefined =>
  isNode(value) && value.type === 'MemberExpression' && value.computed !== true
    ? nameOf(value.property)
    : nameOf(value);

const TRANSACTED = ['Put', 'Update', 'Delete', 'ConditionCheck'];
const SDK_CALL = /^([A-Z]\w*Command|paginate[A-Z]\w*|createPresignedPost|IdempotencyRecords)$/;

/** Names of two top-level functions' own functions are apart. */
const keyOf = (name: string, within: string) => (within === '' ? name : `${within}/${name}`);
const keysOf = (name: string, within: string) => new Set([keyOf(name, within), name]);

interface Body {
  readonly node: Node;
  readonly within: string;
}
interface Method extends Body {
  readonly factory: string;
  readonly name: string;
  isReached: boolean;
}

class Walk {
  readonly calls: ReachableCall[] = [];
  private readonly source: string;
  private readonly functions = new Map<string, Body[]>();
  private readonly methods: Method[] = [];
  private readonly named = new Set<string>();
  /** `store.get`: which member is named on what. */
  private readonly uses = new Set<string>();
  /** Names of what a function returns, directly or through another function. */
  private readonly holders = new Map<string, Set<string>>();
  private readonly queue: Body[] = [];
  /** Arguments of calls by function: a parameter holds what it is given. */
  private readonly given = new Map<string, (readonly Node[])[]>();

  constructor(source: string) {
    this.source = source;
    this.visitAll(parseAst(source).body, '');
    for (let body = this.next(); body; body = this.next()) {
      const { node, within } = body;
      for (const parameter of nodes(node.params)) this.visit(parameter, within);
      if (isNode(node.body)) this.visitResult(node.body, within);
    }
  }

  /** The next body to visit: of a function that was named, or of a method that became reachable. */
  private next(): Body | undefined {
    const queued = this.queue.pop();
    if (queued) return queued;
    const method = this.methods.find((one) => !one.isReached && this.isUsed(one));
    if (!method) return undefined;
    method.isReached = true;
    if (isFunction(method.node)) return method;
    this.visit(method.node, method.within);
    return this.next();
  }

  private isUsed({ factory, name }: Method): boolean {
    const holders = this.holdersOf(factory);
    return [...holders].some((holder) => this.uses.has(`${holder}.${name}`));
  }

  /** Everything that holds what a factory returns, also through other holders. */
  private holdersOf(factory: string): ReadonlySet<string> {
    const found = new Set([factory]);
    // a set grows while it is walked
    for (const holder of found) for (const other of this.holders.get(holder) ?? []) found.add(other);
    return found;
  }

  /** Remembers that `holder` holds what the value returns, if a function or another holder gives it. */
  private hold(holder: string | undefined, value: unknown): void {
    if (holder === undefined || !isNode(value)) return;
    switch (value.type) {
      case 'CallExpression':
        this.link(nameOf(value.callee), holder);
        // a wrapper may return what it was given
        for (const argument of nodes(value.arguments)) this.hold(holder, argument);
        return;
      case 'ConditionalExpression':
        this.hold(holder, value.consequent);
        this.hold(holder, value.alternate);
        return;
      case 'LogicalExpression':
        this.hold(holder, value.left);
        this.hold(holder, value.right);
        return;
      case 'AwaitExpression':
        this.hold(holder, value.argument);
        return;
      default:
        this.link(lastNameOf(value), holder);
    }
  }

  private link(from: string | undefined, holder: string): void {
    if (from === undefined || from === holder) return;
    this.holders.set(from, (this.holders.get(from) ?? new Set()).add(holder));
  }

  /** Reaches the functions that a name may mean: one of the same top-level function, or one of the module. */
  private name(name: string, within: string): void {
    for (const key of keysOf(name, within)) {
      if (this.named.has(key)) continue;
      this.named.add(key);
      this.queue.push(...(this.functions.get(key) ?? []));
    }
  }

  private declare(name: string, node: Node, within: string): void {
    const body = { node, within: within || name };
    const key = keyOf(name, within);
    this.functions.set(key, [...(this.functions.get(key) ?? []), body]);
    for (const given of this.given.get(key) ?? []) this.give(node, given);
    if (this.named.has(key)) this.queue.push(body);
  }

  private give(callee: Node, given: readonly Node[]): void {
    for (const [index, parameter] of nodes(callee.params).entries())
      this.hold(nameOf(parameter), given[index]);
  }

  private call(name: string | undefined, given: readonly Node[], within: string): void {
    for (const key of name === undefined ? [] : keysOf(name, within)) {
      this.given.set(key, [...(this.given.get(key) ?? []), given]);
      for (const { node } of this.functions.get(key) ?? []) this.give(node, given);
    }
  }

  /** What a function returns: the methods of an object wait until they are named on a holder. */
  private visitResult(node: Node, within: string): void {
    this.hold(within, node);
    if (node.type !== 'ObjectExpression') {
      this.visit(node, within);
      return;
    }
    for (const property of nodes(node.properties)) {
      const name = nameOf(property.key);
      const { value } = property;
      if (name === undefined || property.computed === true || !isNode(value)) this.visit(property, within);
      else if (value.type === 'Identifier' || isFunction(value))
        this.methods.push({ node: value, within, factory: within, name, isReached: false });
      else this.visit(property, within);
    }
  }

  private visit(node: Node, within: string): void {
    const declared = nameOf(node.id);
    switch (node.type) {
      case 'ImportDeclaration':
        return;
      case 'FunctionDeclaration':
        this.declare(declared ?? '', node, within);
        return;
      case 'VariableDeclarator':
        if (declared !== undefined && isFunction(node.init)) {
          this.declare(declared, node.init, within);
          return;
        }
        this.hold(declared, node.init);
        this.unpack(node.id, node.init);
        break;
      case 'ReturnStatement':
        if (!isNode(node.argument) || !within) break;
        this.visitResult(node.argument, within);
        return;
      case 'Identifier':
        this.name(String(node.name), within);
        return;
      case 'MemberExpression':
        this.use(node);
        break;
      case 'Property':
        this.hold(nameOf(node.key), node.value);
        this.recordItem(nameOf(node.key), node.value, within);
        if (isNode(node.value)) this.visit(node.value, within);
        return;
      case 'ObjectPattern':
        this.visitPattern(node, within);
        return;
      case 'NewExpression':
      case 'CallExpression':
        this.recordCall(nameOf(node.callee), nodes(node.arguments).at(-1), within);
        this.call(nameOf(node.callee), nodes(node.arguments), within);
    }
    for (const child of Object.values(node).flat())
      if (isNode(child) && !(node.type === 'MemberExpression' && child === node.property && !node.computed))
        this.visit(child, within);
  }

  private visitAll(all: unknown, within: string): void {
    for (const node of nodes(all)) this.visit(node, within);
  }

  private use({ object, property }: Node): void {
    const member = nameOf(property);
    const on = lastNameOf(object);
    if (member !== undefined && on !== undefined) this.uses.add(`${on}.${member}`);
  }

  /** `const { claim } = enrollments` uses `enrollments.claim`. */
  private unpack(pattern: unknown, value: unknown): void {
    const on = lastNameOf(value);
    if (!isNode(pattern) || pattern.type !== 'ObjectPattern' || on === undefined) return;
    for (const { key } of nodes(pattern.properties)) this.uses.add(`${on}.${nameOf(key)}`);
  }

  private visitPattern(pattern: Node, within: string): void {
    for (const { key, value } of nodes(pattern.properties)) {
      if (!isNode(value)) continue;
      // `{ mappings: store }` gives what it holds another name
      this.link(nameOf(key), nameOf(value) ?? '');
      if (value.type === 'ObjectPattern') this.unpack(value, key);
      if (value.type === 'AssignmentPattern' && isNode(value.right)) this.visit(value.right, within);
      else if (value.type !== 'Identifier') this.visit(value, within);
    }
  }

  /** Records a call of the SDK, with the table that its input names. */
  private recordCall(callee: string | undefined, input: unknown, within: string): void {
    const command = plain(callee ?? '');
    if (SDK_CALL.test(command))
      this.calls.push({ command, within: plain(within), table: this.tableOf(input) });
  }

  /** Records an item of a transaction; its input may be what another function returns. */
  private recordItem(member: string | undefined, input: unknown, within: string): void {
    if (member === undefined || !TRANSACTED.includes(member) || !isNode(input)) return;
    const maker = input.type === 'CallExpression' ? nameOf(input.callee) : undefined;
    const table = this.tableOf(input);
    if (maker === undefined && table === undefined) return;
    this.calls.push({ command: member, within: plain(maker ?? within), table });
  }

  private tableOf(input: unknown): string | undefined {
    const properties = isNode(input) ? nodes(input.properties) : [];
    const table = properties.find(({ key }) => nameOf(key) === 'TableName')?.value;
    return isNode(table) ? plain(this.source.slice(table.start, table.end)) : undefined;
  }
}
