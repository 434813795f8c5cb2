/** Words in the languages of a site, while they are written. */
import { LANGUAGES, type Language } from '@hoolin/ui/i18n';
import type { Said } from '../told.ts';

export const UNSAID: Said = { et: '', ru: '', en: '' };
export const isSaid = (text: Said): boolean => LANGUAGES.every((one) => typeof text[one] === 'string');
/** languages: those of the site. */
export const isWhole = (text: Said, languages: readonly Language[]): boolean => languages.every((one) => text[one].trim());
export const trimmed = (text: Said): Said => ({ et: text.et.trim(), ru: text.ru.trim(), en: text.en.trim() });
/** As much as a site's words may be. */
export const SAID_MAX = 300;
