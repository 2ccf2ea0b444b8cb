import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  appendTo,
  emptyHead,
  genesisHash,
  ledgerContent,
  linkHash,
} from '../../../../lambda/ledger/domain/ledger-entry.ts';
import { NOON } from '../../../support/lambda/builders.ts';

const aDraft = (source_id: string) => ({
  source_id,
  kind: 'decision',
  occurred_at: NOON.toISOString(),
  data: { b: 1, a: 'ü' },
});

describe('an entry', () => {
  it('is canonical JSON, chained to the one before it by what anyone can compute', () => {
    const { links, head } = appendTo(emptyHead('acme'), [aDraft('one'), aDraft('two')], NOON);
    const [first, second] = links;
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(first?.content).toBe(
      '{"chained_at":"2026-03-02T12:00:00.000Z","data":{"a":"ü","b":1},"kind":"decision","occurred_at":"2026-03-02T12:00:00.000Z","sequence":1,"source_id":"one"}',
    );
    expect(first?.hash).toBe(sha256(`${sha256('face-idv ledger of acme')}${first?.content}`));
    expect(second?.previous_hash).toBe(first?.hash);
    expect(head).toEqual({ sequence: 2, hash: second?.hash });
    expect(ledgerContent.parse(JSON.parse(second?.content ?? '')).source_id).toBe('two');
  });

  it('follows a head, whose hash it depends on', () => {
    const { links } = appendTo({ sequence: 41, hash: 'x' }, [aDraft('one')], NOON);
    expect(links).toMatchObject([{ sequence: 42, previous_hash: 'x' }]);
    expect(links[0]?.hash).toBe(linkHash('x', links[0]?.content ?? ''));
  });

  it('begins another chain for each tenant', () => {
    expect(genesisHash('acme')).not.toBe(genesisHash('beta'));
    expect(emptyHead('acme')).toEqual({ sequence: 0, hash: genesisHash('acme') });
  });
});
