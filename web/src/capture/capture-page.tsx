import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Doors, type Entered, enterByToken, exchangeLink } from './entrance/enter.ts';
import { forgetEntrance, keepEntrance, keptEntranceFor } from './entrance/kept-entrance.ts';
import { PageContext, type PageFacts } from './page-context.ts';
import { Busy } from './ui/busy.tsx';
import { StepFrame } from './ui/step-frame.tsx';
import { TroubleNotice } from './ui/trouble-notice.tsx';
import { useAction } from './ui/use-action.ts';
import { VerificationPage } from './verification/verification-page.tsx';

// people who come by a link or a token need nothing of the user pool
const SignedIn = lazy(async () => ({ default: (await import('./entrance/signed-in.tsx')).SignedIn }));

/** The whole page: the way in, and the session. */
export function CapturePage(facts: PageFacts) {
  const { t } = useTranslation();
  return (
    <PageContext.Provider value={facts}>
      <main className="page">
        <Suspense fallback={<Busy text={t('page.loading')} />}>
          <WayIn {...facts} />
        </Suspense>
      </main>
    </PageContext.Provider>
  );
}

function WayIn({ config, address, local }: PageFacts) {
  const doors = useMemo<Doors>(
    () => ({
      apiUrl: config.apiUrl,
      accessToken: async () => (await import('../sign-in/cognito.ts')).accessToken(),
      send: local?.send ?? fetch,
    }),
    [config, local],
  );
  const { capture, token, type } = address;
  // an address with a secret, or for something else than before, begins anew
  const [kept, setKept] = useState(() => (capture || token ? undefined : keptEntranceFor(type)));
  const [entered, setEntered] = useState<Entered | undefined>(() =>
    kept?.kind === 'client' ? enterByToken(doors, kept.token, kept.linked, kept.place) : undefined,
  );
  const { t } = useTranslation();
  const { run, trouble, again } = useAction();
  useEffect(() => {
    const enter = (clientToken: string, linked: boolean) => {
      keepEntrance({ kind: 'client', token: clientToken, linked });
      setEntered(enterByToken(doors, clientToken, linked));
    };
    if (capture) run(async (key) => enter(await exchangeLink(doors, capture, key), true));
    else if (token) enter(token, false);
  }, [capture, token, doors, run]);
  if (entered) {
    const begin = () => {
      forgetEntrance();
      setKept(undefined);
      setEntered(undefined);
    };
    return <VerificationPage entered={entered} {...(entered.own ? { onBeginAgain: begin } : {})} />;
  }
  if (trouble)
    return (
      <StepFrame title={t('trouble.title')}>
        <TroubleNotice trouble={trouble} onAgain={again} />
      </StepFrame>
    );
  if (capture || token) return <Busy text={t('page.loading')} />;
  const keptSession = kept?.kind === 'person' ? kept : undefined;
  return <SignedIn doors={doors} keptSession={keptSession} onEntered={setEntered} />;
}
