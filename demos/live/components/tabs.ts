import { html } from 'lit';

/** A choice of which one is shown at a time. */
export interface Tab {
  readonly name: string;
  readonly title: string;
}

/**
 * Tabs of the panel whose id is `panel`. Arrow keys go from one to the next; what is reached is chosen by Enter or space
 * only, since some begin to listen or to look. `reached` is the one that Tab leads to where none is chosen.
 */
export function tabList(
  label: string,
  panel: string,
  tabs: readonly Tab[],
  { chosen, reached }: { readonly chosen: string | undefined; readonly reached: string },
  choose: (name: string) => void,
) {
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${move}>
      ${tabs.map(
        ({ name, title }) => html`<button role="tab" id=${tabId(panel, name)} aria-controls=${panel}
          aria-selected=${name === chosen} tabindex=${name === (chosen ?? reached) ? 0 : -1}
          @click=${() => choose(name)}>${title}</button>`,
      )}
    </div>`;
}

/** The id of a tab, by which its panel is named. */
export const tabId = (panel: string, name: string): string => `${panel}-${name}`;

function move(event: KeyboardEvent): void {
  const tabs = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')];
  const at = tabs.indexOf(event.target as HTMLElement);
  const places: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: -1 };
  const place = places[event.key];
  if (place === undefined || at < 0) return;
  event.preventDefault();
  tabs.at(place % tabs.length)!.focus();
}
