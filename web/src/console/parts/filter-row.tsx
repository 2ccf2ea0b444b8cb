import type { ReactNode } from 'react';

interface FilterRowProps {
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** Fields of a filter, beside each other as far as there is room. */
export const FilterRow = ({ onSubmit, children }: FilterRowProps) => (
  <form
    className="filter-row"
    onSubmit={(event) => {
      event.preventDefault();
      onSubmit();
    }}
  >
    {children}
  </form>
);
