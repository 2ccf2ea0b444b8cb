import { type ReactNode, useEffect, useId, useRef } from 'react';

interface StepFrameProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** One step of the page. Its heading takes the focus, so that a screen reader begins there. */
export function StepFrame({ title, children }: StepFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    document.title = title;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [title]);
  return (
    <section className="step" aria-labelledby={id}>
      <h1 id={id} tabIndex={-1} ref={heading}>
        {title}
      </h1>
      {children}
    </section>
  );
}
