import { useNavigate } from 'react-router';
import { Page } from '../../parts/page.tsx';
import { IdSearch } from '../id-search.tsx';

/** Finds a device by the id that the app gives. */
export function DevicesPage() {
  const navigate = useNavigate();
  return (
    <Page title="Devices" description="Lockouts of devices, which count failures of all their users.">
      <IdSearch
        title="Find a device"
        label="Device ID"
        description="The ID that your app gives when it creates a session. A session's page links to its device."
        onFind={(id) => navigate(`/devices/${encodeURIComponent(id)}`)}
      />
    </Page>
  );
}
