import type { components } from '@face-idv/client';
import type { OwnType } from './address.ts';

type Entry = components['schemas']['ConsentTextEntry'];

/** Returns what the face is processed for in a session of a type. */
export const purposeOf = (type: OwnType): Entry['purposes'][number] =>
  type === 'authentication' ? 'authentication' : 'identity_verification';

/** After any time that a text was published at. */
const NOT_YET = Number.MAX_SAFE_INTEGER;

interface Version {
  readonly name: string;
  /** When the first text of it was published, in milliseconds since 1970. */
  readonly at: number;
  /** Whether none of it is in the config of the deployment. */
  readonly byOperators: boolean;
}

/**
 * Returns the newest version that has a text for a purpose where the person is; of two at the same time, the
 * later name. A version is as old as its first text: a translation that follows makes no newer version of it.
 * Versions of operators come before those of the config, which are there to begin with, and have no time until
 * somebody has consented to them: they count as newer than those that have one.
 */
export function newestNotice(
  texts: readonly Entry[],
  purpose: Entry['purposes'][number],
  jurisdiction?: string,
): string | undefined {
  const versions = new Map<string, Version>();
  for (const { purposes, jurisdiction: place, notice_version: name, published_at, origin } of texts)
    if (purposes.includes(purpose) && holdsIn(place, jurisdiction)) {
      const { at, byOperators } = versions.get(name) ?? { at: NOT_YET, byOperators: true };
      versions.set(name, {
        name,
        at: Math.min(at, published_at === undefined ? NOT_YET : Date.parse(published_at)),
        byOperators: byOperators && origin === 'operator',
      });
    }
  const [newest] = [...versions.values()].sort(
    (one, other) =>
      Number(other.byOperators) - Number(one.byOperators) ||
      other.at - one.at ||
      (one.name < other.name ? 1 : -1),
  );
  return newest?.name;
}

/** Whether a text for a place holds for a person: for everybody, their country, or their part of it. */
const holdsIn = (place: string | undefined, jurisdiction = ''): boolean =>
  place === undefined || place === jurisdiction || jurisdiction.startsWith(`${place}-`);
