import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../../lambda/kernel/default-policy.ts';
import {
  deployedMembersOf,
  documentOf,
  inDeployment,
  policyDocument,
} from '../../../../lambda/policies/domain/policy-document.ts';

describe('the document of a policy', () => {
  it('has no member that belongs to the deployment', () => {
    const document = documentOf(DEFAULT_POLICY);
    expect(policyDocument.parse(document)).toEqual(document);
    expect(document).not.toHaveProperty('prices_usd');
    expect(document).not.toHaveProperty('stateless_face_model_version');
    expect(document.search).toEqual({ max_matches: 10, document_face: true, on_incomplete: 'error' });
  });

  it('is the same policy again in its deployment', () => {
    expect(inDeployment(documentOf(DEFAULT_POLICY), DEFAULT_POLICY).data).toEqual(DEFAULT_POLICY);
  });

  it('takes prices, model and concurrency of the deployment as it is now', () => {
    const now = {
      ...DEFAULT_POLICY,
      prices_usd: { DetectFaces: 0.002 },
      stateless_face_model_version: '6.0',
      search: { ...DEFAULT_POLICY.search, max_concurrency: 7, max_matches: 3 },
    };
    const policy = inDeployment(documentOf(DEFAULT_POLICY), now).data;
    expect(policy).toMatchObject({
      prices_usd: { DetectFaces: 0.002 },
      stateless_face_model_version: '6.0',
      search: { max_concurrency: 7, max_matches: 10 },
    });
  });

  it('does not fit a deployment whose model it has no threshold for', () => {
    const newer = { ...DEFAULT_POLICY, stateless_face_model_version: '8.0' };
    const { error } = inDeployment(documentOf(DEFAULT_POLICY), newer);
    expect(error?.issues[0]?.message).toContain('no row for stateless_face_model_version "8.0"');
  });

  it('has members of the deployment named, those of its search too', () => {
    expect(deployedMembersOf(documentOf(DEFAULT_POLICY))).toEqual([]);
    expect(deployedMembersOf({ ...DEFAULT_POLICY })).toEqual([
      'prices_usd',
      'stateless_face_model_version',
      'search.max_concurrency',
      'search.deadline_ms',
    ]);
    expect(deployedMembersOf({ max_concurrency: 3, search: null })).toEqual([]);
    expect(deployedMembersOf({ search: { deadline_ms: 1 } })).toEqual(['search.deadline_ms']);
  });

  it('may lack its search, as that of another release', () => {
    const { search: _search, ...document } = documentOf(DEFAULT_POLICY);
    expect(inDeployment(document, DEFAULT_POLICY).error?.issues[0]?.path).toContain('search');
  });

  it('of an earlier release is read with the defaults of what it did not know', () => {
    const { checks: _checks, sampling: _sampling, ...earlier } = documentOf(DEFAULT_POLICY);
    expect(inDeployment(earlier, DEFAULT_POLICY).data).toMatchObject({
      checks: { document: true, duplicates: true, watchlists: true, login_quality: true },
      sampling: { share_percent: 0 },
    });
  });
});
