import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUserPool as setUserPool, signedIn } from '../../sign-in/cognito.ts';
import { usePage } from '../page-context.ts';
import { Busy } from '../ui/busy.tsx';
import type { OwnType } from './address.ts';
import { ChooseType } from './choose-type.tsx';
import { type Doors, type Entered, enterAsPerson } from './enter.ts';
import type { KeptEntrance } from './kept-entrance.ts';
import { NewSession } from './new-session.tsx';
import { SignIn } from './sign-in.tsx';

type KeptSession = Extract<KeptEntrance, { readonly kind: 'person' }>;

interface SignedInProps {
  readonly doors: Doors;
  /** Session that the person was in before, which goes on once they have signed in. */
  readonly keptSession: KeptSession | undefined;
  readonly onEntered: (entered: Entered) => void;
}

/** The way in of somebody who signs in: who they are, what they want, and a session for it. */
export function SignedIn({ doors, keptSession, onEntered }: SignedInProps) {
  const { config, address } = usePage();
  const { t } = useTranslation();
  const [isIn, setIsIn] = useState<boolean>();
  const [type, setType] = useState<OwnType | undefined>(address.type);
  useMemo(() => setUserPool(config), [config]);
  useEffect(() => {
    signedIn().then(
      (person) => setIsIn(person !== undefined),
      () => setIsIn(false),
    );
  }, []);
  useEffect(() => {
    if (isIn && keptSession) onEntered(enterAsPerson(doors, keptSession.sessionId, keptSession.place));
  }, [isIn, keptSession, doors, onEntered]);
  if (isIn === undefined || (isIn && keptSession !== undefined)) return <Busy text={t('page.loading')} />;
  if (!isIn) return <SignIn onSignedIn={() => setIsIn(true)} />;
  if (!type) return <ChooseType onChosen={setType} />;
  return <NewSession key={type} doors={doors} type={type} onEntered={onEntered} onType={setType} />;
}
