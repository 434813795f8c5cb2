/** Lines read aloud by the browser's own speech, where it has one; nothing leaves the device for it. */
import { WRITTEN, type Language } from '@hoolin/ui/i18n';

export const canSpeak = (): boolean => 'speechSynthesis' in globalThis;

export function speak(lines: readonly string[], language: Language): void {
  hush();
  for (const line of lines) {
    const said = new SpeechSynthesisUtterance(line);
    said.lang = WRITTEN[language];
    speechSynthesis.speak(said);
  }
}

export function hush(): void {
  if (canSpeak()) speechSynthesis.cancel();
}
