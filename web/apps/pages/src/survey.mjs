/** The page behind a survey's link, made at build time; the questions are filled in by `survey.ts`. */
import { page } from './page.mjs';

/** The whole page in a language (`et`, `ru`, `en`). */
export const surveyPage = (language, texts) =>
  page('survey', language, texts, (t) => `
      <noscript><p>${t.script}</p></noscript>
      <section id="survey" aria-label="${t.title}"></section>
      <p class="muted"><a href="/contact?language=${language}">${t.contact}</a></p>
`);
