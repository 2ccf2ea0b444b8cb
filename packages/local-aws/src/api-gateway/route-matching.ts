import type { Route } from './rest-api.ts';

export interface RouteMatch {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Finds the method that API Gateway would call: the resource first, where a literal segment wins over a
 * parameter and a parameter over a greedy one, then the method on it, where the exact one wins over ANY.
 * @param path path below the stage, still percent-encoded.
 * @returns undefined when no resource matches or the one that does lacks the method.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const segments = segmentsOf(path);
  const candidates = routes
    .map((route) => ({ route, pathParameters: parametersOf(segmentsOf(route.resourcePath), segments) }))
    .filter((candidate): candidate is RouteMatch => candidate.pathParameters !== undefined)
    .sort((a, b) => comparePrecedence(a.route.resourcePath, b.route.resourcePath));
  const best = candidates[0]?.route.resourcePath;
  const onBest = candidates.filter(({ route }) => route.resourcePath === best);
  return (
    onBest.find(({ route }) => route.method === method) ?? onBest.find(({ route }) => route.method === 'ANY')
  );
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function parametersOf(
  template: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const rest = segments.slice(index);
    if (rest.length === 0) return undefined;
    const name = /^\{([^}+]+)(\+?)\}$/.exec(part);
    if (!name) {
      if (part !== rest[0]) return undefined;
      continue;
    }
    if (name[2]) return { ...parameters, [name[1] ?? '']: decode(rest.join('/')) };
    parameters[name[1] ?? ''] = decode(rest[0] ?? '');
  }
  return template.length === segments.length ? parameters : undefined;
}

function comparePrecedence(a: string, b: string): number {
  const ranks = (path: string): number[] => segmentsOf(path).map(rank);
  const left = ranks(a);
  const right = ranks(b);
  for (const [index, value] of left.entries()) {
    const difference = value - (right[index] ?? 3);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rank(segment: string): number {
  if (segment.endsWith('+}')) return 2;
  return segment.startsWith('{') ? 1 : 0;
}

/** A malformed escape is passed on as it is: what to make of it is the function's decision. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
