import { LANGUAGE_NAMES, type Language } from '@hoolin/ui/i18n';
import type { WithHere } from './here.ts';
import { CLOSE, Icon } from './Icon.tsx';

interface Props extends WithHere {
  readonly more: boolean;
  /** Absent at home. */
  readonly onBack: (() => void) | null;
  readonly onMore: () => void;
}

export function Header({ here, more, onBack, onMore }: Props) {
  const { say, session, page } = here;
  // On a page of its own it is the heading of the page.
  const Title = page ? 'h1' : 'h2';
  return (
    <header>
      {onBack && (
        <button type="button" class="icon" aria-label={say('back')} onClick={onBack}>
          <Icon path="M15 5l-7 7 7 7" />
        </button>
      )}
      <Title id="title">{session.state.operator || 'Hoolin'}</Title>
      <select
        aria-label={say('language')}
        value={session.language}
        onChange={(event) => here.speak(event.currentTarget.value as Language)}
      >
        {Object.entries(LANGUAGE_NAMES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
      {onBack && (
        <button type="button" class="icon" aria-label={say('more')} aria-expanded={more} onClick={onMore}>
          <Icon path="M5 11.5v1M12 11.5v1M19 11.5v1" />
        </button>
      )}
      {!page && (
        <button type="button" class="icon" aria-label={say('close')} onClick={here.close}>
          <Icon path={CLOSE} />
        </button>
      )}
    </header>
  );
}
