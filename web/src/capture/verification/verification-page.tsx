import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DocumentStep } from '../document/document-step.tsx';
import type { Entered } from '../entrance/enter.ts';
import { forgetEntrance, keepPlace } from '../entrance/kept-entrance.ts';
import { HandoffStep } from '../handoff/handoff-step.tsx';
import { AT_THE_START, nextStep, type Progress, type Step } from '../session/next-step.ts';
import type { InterruptionReason, Session } from '../session/own-session.ts';
import { isOvertaken } from '../session/trouble.ts';
import { Busy } from '../ui/busy.tsx';
import { StepFrame } from '../ui/step-frame.tsx';
import { TroubleNotice } from '../ui/trouble-notice.tsx';
import { useAction } from '../ui/use-action.ts';
import { AlternativeStep } from './alternative-step.tsx';
import { CameraStep } from './camera-step.tsx';
import { CancelButton } from './cancel-button.tsx';
import { ConsentStep } from './consent-step.tsx';
import { FaceStep } from './face-step.tsx';
import { ReadyStep } from './ready-step.tsx';
import { ResultStep } from './result-step.tsx';
import type { StepProps } from './step-props.ts';
import { SubmitStep } from './submit-step.tsx';

interface VerificationPageProps {
  readonly entered: Entered;
  /** Begins another session, where the person may. */
  readonly onBeginAgain?: () => void;
}

/** Steps that a person who closes the page leaves unfinished. */
const UNFINISHED: readonly Step[] = ['camera', 'get_ready', 'liveness', 'document', 'submit'];

/** One session from its consent to its result, wherever its person was. */
export function VerificationPage({ entered, onBeginAgain }: VerificationPageProps) {
  const { session } = entered;
  const { t } = useTranslation();
  const [view, setView] = useState<Session>();
  const [progress, setProgress] = useState<Progress>({ ...AT_THE_START, agreed: entered.agreed });
  const [aside, setAside] = useState<'alternative' | 'handoff' | undefined>(
    entered.handedOff ? 'handoff' : undefined,
  );
  const { run, trouble, again } = useAction();

  const take = useCallback((next: Session) => {
    setView(next);
    // a document that failed is followed by another one
    setProgress((made) => ({ ...made, uploaded: false }));
  }, []);
  const refresh = useCallback(() => run(async () => take(await session.view())), [run, session, take]);
  useEffect(refresh, [refresh]);

  const advance = useCallback((made: Partial<Progress>) => setProgress((old) => ({ ...old, ...made })), []);
  const interrupt = useCallback(
    (reason: InterruptionReason) => {
      // a report that is lost changes nothing for the person
      void session.interrupt(reason, crypto.randomUUID()).catch(() => {});
    },
    [session],
  );
  const onError = useCallback(
    (error: unknown) => {
      if (!isOvertaken(error)) return false;
      refresh();
      return true;
    },
    [refresh],
  );

  const { agreed } = progress;
  useEffect(() => keepPlace({ agreed, handedOff: aside === 'handoff' }), [agreed, aside]);
  const step = view && nextStep(view, progress);
  const isOver = step === 'result' && view?.status !== 'in_review' && !(view && 'resumable_until' in view);
  useEffect(() => {
    // whoever signs in may do something else next, in the same tab
    if (isOver && entered.own) forgetEntrance();
  }, [isOver, entered]);
  useLeaving(entered, step !== undefined && aside !== 'handoff' && UNFINISHED.includes(step));
  if (!view || !step)
    return trouble ? (
      <StepFrame title={t('trouble.title')}>
        <TroubleNotice trouble={trouble} onAgain={again} />
      </StepFrame>
    ) : (
      <Busy text={t('page.loading')} />
    );

  const props: StepProps = { session, view, take, advance, interrupt, onError };
  const back = () => setAside(undefined);
  const screens: Record<Step, () => ReactNode> = {
    consent: () => <ConsentStep {...props} />,
    camera: () => (
      <CameraStep
        {...props}
        onAlternative={() => setAside('alternative')}
        onHandoff={() => setAside('handoff')}
      />
    ),
    get_ready: () => <ReadyStep {...props} onAlternative={() => setAside('alternative')} />,
    liveness: () => <FaceStep {...props} onAlternative={() => setAside('alternative')} />,
    document: () => <DocumentStep {...props} />,
    submit: () => <SubmitStep key="submit" {...props} submits />,
    waiting: () => <SubmitStep key="waiting" {...props} submits={false} />,
    result: () => (
      <ResultStep
        {...props}
        linked={entered.linked}
        onAlternative={() => setAside('alternative')}
        {...(onBeginAgain ? { onBeginAgain } : {})}
      />
    ),
  };
  if (aside === 'handoff' && step !== 'result') return <HandoffStep {...props} onBack={back} />;
  if (aside === 'alternative') return <AlternativeStep {...props} onBack={back} />;
  return (
    <>
      {trouble && <TroubleNotice trouble={trouble} onAgain={again} />}
      {screens[step]()}
      {UNFINISHED.includes(step) && step !== 'submit' && <CancelButton {...props} />}
    </>
  );
}

/** Reports that the person closes the page while something is left to do. */
function useLeaving(entered: Entered, isUnfinished: boolean): void {
  const unfinished = useRef(isUnfinished);
  unfinished.current = isUnfinished;
  useEffect(() => {
    const onHide = () => {
      if (unfinished.current) entered.leave();
    };
    addEventListener('pagehide', onHide);
    return () => removeEventListener('pagehide', onHide);
  }, [entered]);
}
