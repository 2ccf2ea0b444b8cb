import { useParams } from 'react-router';
import { AuditTrail } from '../../parts/audit-trail.tsx';
import { Page } from '../../parts/page.tsx';
import { LockoutPanel } from '../lockout-panel.tsx';

/** One device. */
export function DevicePage() {
  const { deviceId = '' } = useParams();
  return (
    <Page title={deviceId} parents={[{ title: 'Devices', path: '/devices' }]}>
      <LockoutPanel kind="device" id={deviceId} />
      <AuditTrail target={`/devices/${deviceId}`} />
    </Page>
  );
}
