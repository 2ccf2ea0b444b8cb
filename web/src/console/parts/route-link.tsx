import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';

/** Path of the console on its origin. */
export const BASE = '/console';

/** Returns the address of a page for a link, which also opens in another tab. */
export const hrefOf = (path: string): string => `${BASE}${path}`;

interface RouteLinkProps {
  /** Path below `/console`. */
  readonly to: string;
  readonly children: ReactNode;
}

/** A link to another page of the console. */
export function RouteLink({ to, children }: RouteLinkProps) {
  const navigate = useNavigate();
  return (
    <Link
      href={hrefOf(to)}
      onFollow={(event) => {
        event.preventDefault();
        navigate(to);
      }}
    >
      <span className="wraps">{children}</span>
    </Link>
  );
}
