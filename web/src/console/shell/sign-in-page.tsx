import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useEffect, useState } from 'react';
import { answerStep, type SignInStep, signInWithPassword } from '../../sign-in/cognito.ts';
import { useAction } from '../parts/use-action.ts';
import { QrCode } from './qr-code.tsx';
import { signInFault } from './sign-in-fault.ts';

/** Signs an operator in: password, then what the user pool asks for. */
export function SignInPage({ onDone }: { readonly onDone: () => void }) {
  const [step, setStep] = useState<SignInStep>({ kind: 'password' });
  useEffect(() => {
    document.title = 'Sign in - face-idv console';
  }, []);
  const go = (next: SignInStep): void => (next.kind === 'done' ? onDone() : setStep(next));
  return (
    <main className="sign-in">
      {step.kind === 'password' ? (
        <PasswordForm onNext={go} />
      ) : (
        <AnswerForm key={step.kind} step={step} onNext={go} onBack={() => setStep({ kind: 'password' })} />
      )}
    </main>
  );
}

function PasswordForm({ onNext }: { readonly onNext: (step: SignInStep) => void }) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const action = useAction(async () => onNext(await signInWithPassword(username.trim(), password)));
  return (
    <StepForm title="Sign in" button="Sign in" action={action}>
      <FormField label="User name">
        <Input
          autoFocus
          autoComplete="username"
          value={username}
          onChange={({ detail }) => setUsername(detail.value)}
        />
      </FormField>
      <FormField label="Password">
        <Input
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={({ detail }) => setPassword(detail.value)}
        />
      </FormField>
    </StepForm>
  );
}

interface AnswerFormProps {
  readonly step: SignInStep;
  readonly onNext: (step: SignInStep) => void;
  readonly onBack: () => void;
}

function AnswerForm({ step, onNext, onBack }: AnswerFormProps) {
  const [text, setText] = useState('');
  const action = useAction(async () => onNext(await answerStep(text)));
  const isPassword = step.kind === 'new_password';
  return (
    <StepForm
      title={isPassword ? 'Choose a password' : 'Enter a code'}
      button="Continue"
      action={action}
      onBack={onBack}
    >
      {step.kind === 'new_authenticator' && (
        <SpaceBetween size="s">
          <Box>Your account needs an authenticator app. Scan this code with it, or enter the key.</Box>
          <QrCode text={step.uri} label="QR code for the authenticator app" />
          <CopyToClipboard
            variant="inline"
            textToCopy={step.secret}
            copyButtonAriaLabel="Copy key"
            copySuccessText="Copied"
            copyErrorText="Could not be copied"
          />
        </SpaceBetween>
      )}
      <FormField
        label={isPassword ? 'New password' : 'Code'}
        description={
          isPassword
            ? 'An administrator has set the one that you used.'
            : 'Six digits of your authenticator app.'
        }
      >
        <Input
          autoFocus
          type={isPassword ? 'password' : 'text'}
          inputMode={isPassword ? 'text' : 'numeric'}
          autoComplete={isPassword ? 'new-password' : 'one-time-code'}
          value={text}
          onChange={({ detail }) => setText(detail.value)}
        />
      </FormField>
    </StepForm>
  );
}

interface StepFormProps {
  readonly title: string;
  readonly button: string;
  readonly action: ReturnType<typeof useAction<[]>>;
  readonly onBack?: () => void;
  readonly children: ReactNode;
}

function StepForm({ title, button, action, onBack, children }: StepFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!action.isRunning) action.run();
      }}
    >
      <Container
        header={
          <Header variant="h1" description="face-idv operator console">
            {title}
          </Header>
        }
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {onBack && (
                <Button formAction="none" variant="link" onClick={onBack}>
                  Back
                </Button>
              )}
              <Button variant="primary" loading={action.isRunning}>
                {button}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="m">
            {children}
            {action.error !== undefined && <Alert type="error">{signInFault(action.error)}</Alert>}
          </SpaceBetween>
        </Form>
      </Container>
    </form>
  );
}
