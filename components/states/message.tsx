interface MessageProps {
  readonly title: string;
  readonly children: React.ReactNode;
  /** The ways on: links and buttons. */
  readonly actions?: React.ReactNode;
  /** The page's own heading, where there is no other. */
  readonly isPage?: boolean;
}

/** A state in words, where a wall would be: what is the matter and the way on. */
export function Message({ title, children, actions, isPage = false }: MessageProps) {
  const Heading = isPage ? "h1" : "h2";
  return (
    <div className="mx-auto max-w-xl px-5 py-16 text-center sm:py-24">
      <div className="spectrum mx-auto mb-6 w-16" aria-hidden="true" />
      <Heading className="font-serif text-2xl italic">{title}</Heading>
      <div className="mt-3 space-y-3 text-balance text-muted text-sm leading-relaxed">
        {children}
      </div>
      {actions && (
        <div className="mt-6 flex flex-wrap items-center justify-center gap-3">{actions}</div>
      )}
    </div>
  );
}
