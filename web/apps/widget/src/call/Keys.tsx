import type { SayCall } from './words.ts';

interface Props {
  readonly say: SayCall;
  readonly onPress: (key: string) => void;
}

const KEYS = '123456789*0#';

/** The keys of a telephone; while one of them has the focus, those of the keyboard do as well. */
export function Keys({ say, onPress }: Props) {
  const typed = (event: KeyboardEvent): void => {
    if (event.key.length === 1 && KEYS.includes(event.key)) onPress(event.key);
  };
  return (
    <div class="keypad" role="group" aria-label={say('keys')} onKeyDown={typed}>
      {[...KEYS].map((key) => (
        <button key={key} type="button" onClick={() => onPress(key)}>
          {key}
        </button>
      ))}
    </div>
  );
}
