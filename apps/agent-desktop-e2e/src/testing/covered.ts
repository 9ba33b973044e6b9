import type { Page } from 'playwright-core';

/**
 * The names of the controls that something else lies on, where they are in sight. What a box has scrolled away can be scrolled to, and what
 * a dialog makes inert nobody can press: neither counts.
 */
export const covered = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const centre = (element: Element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    };
    const isIn = (box: DOMRect, { x, y }: { x: number; y: number }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    const isScrolledAway = (element: Element): boolean => {
      for (let box = element.parentElement; box; box = box.parentElement) {
        if (getComputedStyle(box).overflowY !== 'visible' && !isIn(box.getBoundingClientRect(), centre(element))) return true;
      }
      return false;
    };
    return [...document.querySelectorAll('button, a, input, textarea, [role=button]')]
      .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.closest('[inert]') && !isScrolledAway(control))
      .filter((control) => centre(control).y >= 0)
      .filter((control) => {
        const { x, y } = centre(control);
        const seen = document.elementFromPoint(x, y);
        return !seen || !(control.contains(seen) || seen.contains(control));
      })
      .map((control) => control.getAttribute('aria-label') ?? control.textContent ?? control.tagName);
  });
