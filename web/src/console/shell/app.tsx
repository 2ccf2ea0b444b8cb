import { apiClient } from '@face-idv/client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { BrowserRouter } from 'react-router';
import type { WebConfig } from '../../config/web-config.ts';
import { accessToken, type SignedIn, signedIn, signOut } from '../../sign-in/cognito.ts';
import { type Operator, OperatorProvider } from '../api/operator-context.tsx';
import { NotificationsProvider } from '../parts/notifications.tsx';
import { BASE } from '../parts/route-link.tsx';
import { Layout } from './layout.tsx';
import { NotAnOperator } from './not-an-operator.tsx';
import type { ConsolePage } from './page.ts';
import { highestScope } from './role.ts';
import { Routed } from './routed.tsx';
import { SignInPage } from './sign-in-page.tsx';

interface AppProps {
  readonly config: WebConfig;
  readonly pages: readonly ConsolePage[];
}

/** The console: a sign-in, then the pages of the operator's role. */
export function App({ config, pages }: AppProps) {
  const [who, setWho] = useState<SignedIn | 'nobody' | 'asking'>('asking');
  const ask = useCallback(async () => setWho((await signedIn().catch(() => undefined)) ?? 'nobody'), []);
  useEffect(() => {
    ask();
  }, [ask]);
  const leave = useCallback(() => signOut().finally(() => setWho('nobody')), []);
  const operator = useMemo(() => operatorOf(who, config, () => setWho('nobody')), [who, config]);
  if (who === 'asking') return null;
  if (who === 'nobody') return <SignInPage onDone={ask} />;
  if (!operator) return <NotAnOperator username={who.username} onSignOut={leave} />;
  return (
    <OperatorProvider value={operator}>
      <NotificationsProvider>
        <BrowserRouter basename={BASE}>
          <Layout pages={pages} onSignOut={leave}>
            <Routed pages={pages} />
          </Layout>
        </BrowserRouter>
      </NotificationsProvider>
    </OperatorProvider>
  );
}

function operatorOf(
  who: SignedIn | 'nobody' | 'asking',
  config: WebConfig,
  onExpired: () => void,
): Operator | undefined {
  if (who === 'nobody' || who === 'asking') return undefined;
  const scope = highestScope(who.scopes);
  if (scope === undefined) return undefined;
  const token = () =>
    accessToken().catch((error: unknown) => {
      onExpired();
      throw error;
    });
  const api = apiClient({ apiUrl: config.apiUrl, accessToken: token });
  return { api, config, scope, subject: who.subject, username: who.username };
}
