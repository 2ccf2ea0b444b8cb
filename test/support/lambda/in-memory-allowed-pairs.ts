import { type AllowedPair, pairOf } from '../../../lambda/allowed-pairs/domain/allowed-pair.ts';
import type { AllowedPairs } from '../../../lambda/allowed-pairs/ports/allowed-pairs.ts';
import { TENANT } from './builders.ts';

/** Allowed pairs in a set. */
export class InMemoryAllowedPairs implements AllowedPairs {
  readonly #pairs = new Map<string, { readonly tenant: string; readonly pair: AllowedPair }>();

  allow(one: string, other: string, tenant = TENANT): void {
    this.#pairs.set(keyOf(tenant, one, other), { tenant, pair: pairOf(one, other) });
  }

  takeBack(one: string, other: string, tenant = TENANT): void {
    this.#pairs.delete(keyOf(tenant, one, other));
  }

  pairedWith: AllowedPairs['pairedWith'] = async (tenant, userId) =>
    new Set(
      [...this.#pairs.values()].flatMap(({ tenant: of, pair }) =>
        of === tenant && pair.includes(userId) ? pair.filter((one) => one !== userId) : [],
      ),
    );

  forget: AllowedPairs['forget'] = async (tenant, userId) => {
    for (const other of await this.pairedWith(tenant, userId)) this.takeBack(userId, other, tenant);
  };
}

const keyOf = (tenant: string, one: string, other: string) => [tenant, ...pairOf(one, other)].join('#');
