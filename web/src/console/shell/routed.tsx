import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import { type ComponentType, lazy, Suspense, useMemo } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { useOperator } from '../api/operator-context.tsx';
import { Page } from '../parts/page.tsx';
import type { ConsolePage } from './page.ts';
import { PageErrors } from './page-errors.tsx';
import { allows, type OperatorScope, roleName } from './role.ts';

/** The page of the address. */
export function Routed({ pages }: { readonly pages: readonly ConsolePage[] }) {
  const { scope } = useOperator();
  const routes = useMemo(
    () => pages.map((page) => ({ ...page, Component: lazy(async () => ({ default: await page.load() })) })),
    [pages],
  );
  const first = pages.find((page) => page.navSection !== undefined && allows(scope, page.scope));
  return (
    <Suspense fallback={<Opening />}>
      <Routes>
        {routes.map(({ path, title, scope: needed, Component }) => (
          <Route key={path} path={path} element={<Guarded {...{ title, needed, Component }} />} />
        ))}
        {first && <Route path="/" element={<Navigate replace to={first.path} />} />}
        <Route path="*" element={<NotFound />} />
      </Routes>
    </Suspense>
  );
}

interface GuardedProps {
  readonly title: string;
  readonly needed: OperatorScope;
  readonly Component: ComponentType;
}

function Guarded({ title, needed, Component }: GuardedProps) {
  const { scope } = useOperator();
  if (allows(scope, needed))
    return (
      <PageErrors>
        <Component />
      </PageErrors>
    );
  return (
    <Page title={title}>
      <Alert type="warning" header="Your role may not open this page">
        It takes the role {roleName(needed).toLowerCase()}; yours is {roleName(scope).toLowerCase()}.
      </Alert>
    </Page>
  );
}

const Opening = () => (
  <Box padding="xxl" textAlign="center">
    <Spinner size="large" />
  </Box>
);

const NotFound = () => (
  <Page title="Page not found">
    <Alert type="info">The console has no page at this address.</Alert>
  </Page>
);
