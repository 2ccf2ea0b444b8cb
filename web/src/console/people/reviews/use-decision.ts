import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useApi } from '../../api/operator-context.tsx';
import { useNotify } from '../../parts/notifications.tsx';
import { useAction } from '../../parts/use-action.ts';
import type { CaseDetail, Finding } from './case-words.ts';

/** The finding that an operator is about to give. */
export interface Decision {
  readonly chosen: Finding | undefined;
  /** Chooses one of the possible findings by its place, from 0. */
  readonly choose: (place: number) => void;
  readonly note: string;
  readonly write: (note: string) => void;
  /** Asks whether to give the chosen finding; does nothing while none is chosen, or while it is being given. */
  readonly submit: () => void;
  /** The finding that is asked about. */
  readonly asked: Finding | undefined;
  /** Gives the finding that is asked about. */
  readonly confirm: () => void;
  /** Does not give it, and keeps what is chosen. */
  readonly cancel: () => void;
  readonly isRunning: boolean;
  readonly error?: unknown;
  /** Reads the case again, which may have changed, and keeps what is chosen. */
  readonly readAgain: () => void;
}

/**
 * Keeps an operator's finding until it is given about the case as it was read.
 * @param reload reads the case again
 */
export function useDecision(found: CaseDetail, reload: () => void): Decision {
  const api = useApi();
  const notify = useNotify();
  const [chosen, setChosen] = useState<Finding>();
  const [asked, setAsked] = useState<Finding>();
  const [note, setNote] = useState('');
  const { id, revision, possible_findings: possible } = found;
  const decide = useAction(async (finding: Finding) => {
    const text = note.trim();
    const body = { revision, finding, ...(text === '' ? {} : { note: text }) };
    const call = api.POST('/review-cases/{id}/decision', { params: { path: { id } }, body });
    const { status } = await answerOf(call);
    notify(
      status === 'decided' ? 'The case is decided.' : 'Your finding is kept. Another operator has to agree.',
      `case ${id}`,
    );
    setChosen(undefined);
    setNote('');
    reload();
  });
  return {
    chosen,
    choose: (place) => setChosen((before) => possible[place] ?? before),
    note,
    write: setNote,
    submit: () => {
      if (!decide.isRunning) setAsked(chosen);
    },
    asked,
    confirm: () => {
      setAsked(undefined);
      if (asked !== undefined) decide.run(asked);
    },
    cancel: () => setAsked(undefined),
    isRunning: decide.isRunning,
    error: decide.error,
    readAgain: () => {
      decide.forget();
      reload();
    },
  };
}
