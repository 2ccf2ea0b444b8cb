import Tabs from '@cloudscape-design/components/tabs';
import { useParams, useSearchParams } from 'react-router';
import { useMay } from '../../api/operator-context.tsx';
import { AuditTrail } from '../../parts/audit-trail.tsx';
import { Page } from '../../parts/page.tsx';
import { LockoutPanel } from '../lockout-panel.tsx';
import { ConsentsPanel } from './consents-panel.tsx';
import { FacesPanel } from './faces-panel.tsx';
import { RightsPanel } from './rights-panel.tsx';
import { UserSessions } from './user-sessions.tsx';

/** One user. Each tab reads what it shows when it is opened, since reading about a person is recorded. */
export function UserPage() {
  const { userId = '' } = useParams();
  const [address, setAddress] = useSearchParams();
  const mayReview = useMay('review');
  const tabs = [
    { id: 'lockout', label: 'Lockout', content: <LockoutPanel kind="user" id={userId} /> },
    { id: 'faces', label: 'Faces', content: <FacesPanel userId={userId} /> },
    { id: 'sessions', label: 'Sessions', content: <UserSessions userId={userId} /> },
    { id: 'consents', label: 'Consents', content: <ConsentsPanel userId={userId} /> },
    ...(mayReview ? [{ id: 'rights', label: 'Rights', content: <RightsPanel userId={userId} /> }] : []),
    { id: 'calls', label: "Operators' calls", content: <AuditTrail target={`/users/${userId}`} /> },
  ];
  return (
    <Page title={userId} parents={[{ title: 'Users', path: '/users' }]}>
      <Tabs
        key={userId}
        ariaLabel="About this user"
        activeTabId={address.get('tab') ?? 'lockout'}
        onChange={({ detail }) => setAddress({ tab: detail.activeTabId }, { replace: true })}
        tabs={tabs}
      />
    </Page>
  );
}
