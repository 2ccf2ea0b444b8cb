import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Busy } from '../ui/busy.tsx';
import { StepFrame } from '../ui/step-frame.tsx';
import { TroubleNotice } from '../ui/trouble-notice.tsx';
import { useAction } from '../ui/use-action.ts';
import type { StepProps } from './step-props.ts';

/** Time after which the person is told that it takes longer than usual. */
const LONG_MS = 20_000;

interface SubmitStepProps extends StepProps {
  /** Whether the session is submitted first; otherwise it is waited for. */
  readonly submits: boolean;
}

/** Submits the session, and waits until it is decided. */
export function SubmitStep({ session, take, onError, submits }: SubmitStepProps) {
  const { t } = useTranslation();
  const { run, trouble, again } = useAction(onError);
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const left = new AbortController();
    run(async (key) => {
      const submitted = submits ? await session.submit(key) : undefined;
      // while it is decided, this step stays: another one would begin to wait anew
      const decided =
        submitted && submitted.status !== 'processing' ? submitted : await session.decision(left.signal);
      if (!left.signal.aborted) take(decided);
    });
    return () => left.abort();
  }, [session, submits, run, take]);
  return (
    <StepFrame title={t('waiting.title')}>
      {trouble ? (
        <TroubleNotice trouble={trouble} onAgain={again} />
      ) : (
        <Busy text={isLong ? t('waiting.long') : t('waiting.lead')} />
      )}
    </StepFrame>
  );
}
