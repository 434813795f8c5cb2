/** The choice board's page, made at build time; what is true just now is filled in by `contact.ts`. */
import { page } from './page.mjs';

/** The whole page in a language (`et`, `ru`, `en`). */
export const contactPage = (language, texts) =>
  page('contact', language, texts, (t) => `
      <p id="carried" class="told" hidden>${t.carried}</p>
      <p id="state" role="status" class="muted"></p>
      <noscript><p>${t.script} <a href="/chat?language=${language}">${t.open_chat}</a></p></noscript>
      <ul id="ways" aria-label="${t.ways}"></ul>
      <section id="callback" aria-labelledby="form-title" hidden>
        <h2 id="form-title" tabindex="-1">${t.form}</h2>
        <form novalidate>
          <label>${t.phone}
            <input name="phone" type="tel" autocomplete="tel" maxlength="40" required aria-describedby="hint wrong" />
          </label>
          <small id="hint" class="muted">${t.phone_hint}</small>
          <small id="wrong" role="alert" class="wrong"></small>
          <label>${t.when}<select name="slot"></select></label>
          <label><span>${t.name} <small class="muted">(${t.optional})</small></span>
            <input name="name" autocomplete="name" maxlength="200" />
          </label>
          <label><span>${t.about} <small class="muted">(${t.optional})</small></span>
            <textarea name="about" rows="3" maxlength="2000"></textarea>
          </label>
          <button type="submit">${t.send}</button>
        </form>
        <p id="promised" role="status"></p>
      </section>
`);
