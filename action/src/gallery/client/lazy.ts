/** Tells listeners when their elements come near the window, and when they are far from it again. */
export class Lazy {
  readonly #listeners = new WeakMap<Element, (near: boolean) => void>();
  readonly #observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) this.#listeners.get(target)?.(isIntersecting);
    },
    { rootMargin: '900px 0px' },
  );

  watch(element: Element, listener: (near: boolean) => void): void {
    this.#listeners.set(element, listener);
    this.#observer.observe(element);
  }
}
