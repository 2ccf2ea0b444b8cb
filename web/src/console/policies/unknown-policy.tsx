import Alert from '@cloudscape-design/components/alert';
import { Page } from '../parts/page.tsx';

/** Says that an address names no policy. */
export const UnknownPolicy = () => (
  <Page title="Policy not found" parents={[{ title: 'Policies', path: '/policies' }]}>
    <Alert type="info">There is no policy of this name.</Alert>
  </Page>
);
