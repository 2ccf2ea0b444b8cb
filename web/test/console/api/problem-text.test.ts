import { ApiProblem } from '@face-idv/client';
import { describe, expect, it } from 'vitest';
import { InputFault } from '../../../src/console/api/input-fault.ts';
import { problemText } from '../../../src/console/api/problem-text.ts';

describe('an error of a call', () => {
  it('says what the API says, and what to quote', () => {
    expect(
      problemText(new ApiProblem(409, 'review_case_changed', 'read it again', undefined, 'r-1')),
    ).toEqual({
      title: 'Review case changed',
      detail: 'read it again',
      reference: 'Code review_case_changed, status 409, request r-1',
    });
  });

  it('has no code where something else has answered', () => {
    expect(problemText(new ApiProblem(502, 'unknown', 'Bad Gateway'))).toEqual({
      title: 'The API answered with status 502',
      detail: 'Bad Gateway',
      reference: 'Code unknown, status 502',
    });
  });

  it('may be one of the network', () => {
    expect(problemText(new TypeError('Failed to fetch'))).toEqual({
      title: 'The API could not be reached',
      detail: 'Failed to fetch',
    });
    expect(problemText('cut off').detail).toBe('cut off');
  });
});

it('says what is missing in a form', () => {
  expect(problemText(new InputFault('Choose a generation.'))).toEqual({
    title: 'Check your input',
    detail: 'Choose a generation.',
  });
});
