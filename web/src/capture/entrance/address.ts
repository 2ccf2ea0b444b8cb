import type { components } from '@face-idv/client';

/** What a signed-in person may begin here; a step-up begins at a backend. */
export const OWN_TYPES = ['registration', 'authentication', 're_enrollment'] as const;
export type OwnType = (typeof OWN_TYPES)[number];
export type EnrollmentMode = NonNullable<
  components['schemas']['CreateVerificationSession']['enrollment']
>['mode'];

/** What the address of the page says. */
export interface Address {
  /** Secret of a capture link, which is exchanged for a token once. */
  readonly capture?: string;
  /** Token of a session, from the app that opens the page. */
  readonly token?: string;
  readonly type?: OwnType;
  readonly mode: EnrollmentMode;
  /** Version of the consent text that a new session shows. Without it, the newest. */
  readonly notice?: string;
  /** Where the person is, such as `US-IL`: some laws ask for a text of their own. */
  readonly jurisdiction?: string;
  readonly locale?: string;
}

const JURISDICTION = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;

/** Reads an address. Secrets are in its fragment, which no server and no log gets. */
export function readAddress({ search, hash }: Pick<Location, 'search' | 'hash'>): Address {
  const query = new URLSearchParams(search);
  const fragment = new URLSearchParams(hash.slice(1));
  const type = OWN_TYPES.find((one) => one === query.get('type'));
  const jurisdiction = query.get('jurisdiction') ?? '';
  return {
    ...given('capture', fragment.get('capture')),
    ...given('token', fragment.get('token')),
    ...(type ? { type } : {}),
    mode: query.get('mode') === 'replace' ? 'replace' : 'add',
    ...given('notice', query.get('notice')),
    ...given('jurisdiction', JURISDICTION.test(jurisdiction) ? jurisdiction : null),
    ...given('locale', query.get('locale')),
  };
}

const given = <Name extends string>(name: Name, value: string | null) =>
  value ? ({ [name]: value } as Record<Name, string>) : {};
