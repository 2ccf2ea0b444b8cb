import { expect, it } from 'vitest';
import { canonicalJson } from '../../../lambda/kernel/canonical-json.ts';

it('is the same for every order of members, and every white space', () => {
  const one = JSON.parse('{ "b": [1, null], "a": { "d": "é", "c": true } }');
  const other = JSON.parse('{"a":{"c":true,"d":"é"},"b":[1,null]}');
  expect(canonicalJson(one)).toBe('{"a":{"c":true,"d":"é"},"b":[1,null]}');
  expect(canonicalJson(other)).toBe(canonicalJson(one));
});

it('fails for what JSON cannot hold', () => {
  expect(() => canonicalJson(undefined)).toThrow('only JSON');
  expect(() => canonicalJson({ a: Number.NaN })).toThrow('NaN');
});
