import type { components } from '@face-idv/client';
import { formatNumber } from '../format/numbers.ts';

export type Collection = components['schemas']['Collection'];

/** A generation with its collections, as the map shows it. */
export interface Generation {
  readonly name: string;
  readonly state: Collection['state'];
  readonly shardKey: string;
  readonly vectors: Collection['vectors'];
  /** Face model versions of its collections, each once. */
  readonly models: readonly string[];
  readonly faces: number;
  /** Faces that fit beside those that are there. */
  readonly room: number;
  /** Of the fullest of its collections, in percent. */
  readonly fullest: number;
  /** Collections of users, by shard. */
  readonly shards: readonly Collection[];
  /** Collections of watchlists. */
  readonly watchlists: readonly Collection[];
  readonly secondRegion?: { readonly region: string; readonly complete: number; readonly of: number };
}

/** Groups collections by their generations, in the order in which they come. */
export function generationsOf(collections: readonly Collection[]): readonly Generation[] {
  const names = [...new Set(collections.map(({ generation }) => generation))];
  return names.flatMap((name) => {
    const own = collections.filter(({ generation }) => generation === name);
    const [first] = own;
    return first ? [toGeneration(name, first, own)] : [];
  });
}

function toGeneration(name: string, first: Collection, own: readonly Collection[]): Generation {
  const shards = own.filter(({ list_id }) => list_id === undefined);
  const copies = own.flatMap(({ second_region }) => second_region ?? []);
  const [copy] = copies;
  const faces = sum(own.map((one) => one.faces ?? 0));
  return {
    name,
    state: first.state,
    shardKey: shardKeyText((shards[0] ?? first).shard_key),
    vectors: (shards[0] ?? first).vectors,
    models: [...new Set(own.flatMap(({ face_model_version }) => face_model_version ?? []))].sort(),
    faces,
    room: sum(shards.map((one) => Math.max(0, one.face_limit - (one.faces ?? 0)))),
    fullest: Math.max(0, ...own.map((one) => one.fill_percent ?? 0)),
    shards,
    watchlists: own.filter(({ list_id }) => list_id !== undefined),
    ...(copy
      ? {
          secondRegion: {
            region: copy.region,
            complete: copies.filter(({ complete }) => complete).length,
            of: copies.length,
          },
        }
      : {}),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Writes how the shard of a user is chosen. */
export function shardKeyText({ kind, attribute }: Collection['shard_key']): string {
  if (kind === 'attribute') return `attribute ${attribute ?? ''}`.trim();
  return kind === 'hash' ? 'hash of the user ID' : 'last digit of the user ID';
}

export type FillLevel = 'absent' | 'ample' | 'filling' | 'nearly_full';

/** The alarm of the deployment rings from here on, unless its configuration says otherwise. */
const ALARM_PERCENT = 70;
const NEARLY_FULL_PERCENT = 90;

/** Returns how full a collection is in words. @param percent undefined for a collection that is not there */
export function fillLevel(percent: number | undefined): FillLevel {
  if (percent === undefined) return 'absent';
  if (percent >= NEARLY_FULL_PERCENT) return 'nearly_full';
  return percent >= ALARM_PERCENT ? 'filling' : 'ample';
}

/** Names of the levels: colors alone say nothing to many people. */
export const LEVEL_NAMES: Readonly<Record<FillLevel, string>> = {
  absent: 'not there',
  ample: 'room left',
  filling: 'plan more shards',
  nearly_full: 'nearly full',
};

const LEAST_SHOWN_PERCENT = 0.01;

/** Writes a fill in percent; a collection with few faces is not shown as empty. */
export function fillText(percent: number | undefined): string {
  if (percent === undefined) return 'not there';
  if (percent > 0 && percent < LEAST_SHOWN_PERCENT) return `<${LEAST_SHOWN_PERCENT}%`;
  return `${formatNumber(percent)}%`;
}

/** What each state of a generation means for whoever looks at the map. */
export const STATE_MEANINGS: Readonly<Record<Collection['state'], string>> = {
  active: 'Searches and logins use it, and every new face is written to it.',
  filling: 'A migration fills it. New faces are written to it as well; no decision uses it yet.',
  previous: 'The generation before the cut-over. It is still written, so that you can roll back.',
  emptying: 'Its faces are being deleted.',
  retired: 'It was used before, and is not written any more.',
  unused: 'It is configured, and no face was ever written to it.',
};
