import { type FormEvent, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerStep, type SignInStep, signInWithPassword } from '../../sign-in/cognito.ts';
import { usePage } from '../page-context.ts';
import { StepFrame } from '../ui/step-frame.tsx';
import { Field } from './field.tsx';
import { type SignInFault, signInFaultOf } from './sign-in-fault.ts';

const QrCode = lazy(async () => ({ default: (await import('../handoff/qr-code.tsx')).QrCode }));

/** Signs in by the user pool: password, code of an authenticator app, and what a first sign-in asks for. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const { config } = usePage();
  const { t } = useTranslation();
  const [step, setStep] = useState<SignInStep>({ kind: 'password' });
  const [fault, setFault] = useState<SignInFault>();
  const [busy, setBusy] = useState(false);
  const go = async (answer: Promise<SignInStep>) => {
    setBusy(true);
    setFault(undefined);
    try {
      const next = await answer;
      if (next.kind === 'done') onSignedIn();
      else setStep(next);
    } catch (error) {
      setFault(signInFaultOf(error));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    void go(
      step.kind === 'password'
        ? signInWithPassword(text('username'), text('password'))
        : answerStep(text('answer')),
    );
  };
  const titles = {
    password: t('signIn.title'),
    code: t('signIn.codeTitle'),
    new_authenticator: t('signIn.newAuthenticatorTitle'),
    new_password: t('signIn.newPasswordTitle'),
    done: t('signIn.title'),
  };
  return (
    <StepFrame title={titles[step.kind]}>
      <form onSubmit={submit} key={step.kind}>
        {fault && (
          <p className="notice trouble" role="alert">
            {t(`signIn.${fault}`)}
          </p>
        )}
        <Questions step={step} />
        <div className="buttons">
          <button type="submit" className="primary" disabled={busy}>
            {step.kind === 'password' ? t('signIn.submit') : t('page.continue')}
          </button>
          {step.kind === 'password' && config.signIn.hostedPage && (
            <a className="button" href={config.signIn.hostedPage}>
              {t('signIn.hosted')}
            </a>
          )}
        </div>
      </form>
    </StepFrame>
  );
}

function Questions({ step }: { readonly step: SignInStep }) {
  const { t } = useTranslation();
  switch (step.kind) {
    case 'password':
    case 'done':
      return (
        <>
          <p>{t('signIn.lead')}</p>
          <Field label={t('signIn.username')} name="username" autoComplete="username" />
          <Field
            label={t('signIn.password')}
            name="password"
            type="password"
            autoComplete="current-password"
          />
        </>
      );
    case 'new_password':
      return (
        <>
          <p>{t('signIn.newPasswordLead')}</p>
          <Field label={t('signIn.newPassword')} name="answer" type="password" autoComplete="new-password" />
        </>
      );
    case 'new_authenticator':
      return (
        <>
          <p>{t('signIn.newAuthenticatorLead')}</p>
          <Suspense>
            <QrCode text={step.uri} label={t('signIn.newAuthenticatorTitle')} />
          </Suspense>
          <p className="hint break">{t('signIn.key', { secret: step.secret })}</p>
          <Field label={t('signIn.code')} name="answer" autoComplete="one-time-code" inputMode="numeric" />
        </>
      );
    case 'code':
      return (
        <>
          <p>{t('signIn.codeLead')}</p>
          <Field label={t('signIn.code')} name="answer" autoComplete="one-time-code" inputMode="numeric" />
        </>
      );
  }
}
