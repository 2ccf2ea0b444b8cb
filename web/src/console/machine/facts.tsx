import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { ReactNode } from 'react';

/** Labeled values side by side; those without a value are left out. */
export function Facts({ of }: { readonly of: Readonly<Record<string, ReactNode>> }) {
  const items = Object.entries(of).filter(([, value]) => value !== undefined && value !== null);
  return (
    <KeyValuePairs
      columns={4}
      items={items.map(([label, value]) => ({ label, value: <div className="wraps">{value}</div> }))}
    />
  );
}
