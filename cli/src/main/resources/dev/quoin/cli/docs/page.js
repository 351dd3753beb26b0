(() => {
  const root = document.documentElement;
  const show = (language) => {
    root.dataset.show = root.lang = language;
    document.querySelectorAll('[data-language]').forEach((button) => {
      button.setAttribute('aria-pressed', String(button.dataset.language === language));
    });
  };
  document.querySelectorAll('[data-language]').forEach((button) => {
    button.addEventListener('click', () => show(button.dataset.language));
  });
  const asked = new URLSearchParams(location.search).get('lang');
  show(asked === 'en' || asked === 'ko' ? asked : navigator.language.startsWith('ko') ? 'ko' : 'en');

  // The arrows of the box under the pointer stand out.
  document.querySelectorAll('svg.graph').forEach((graph) => {
    graph.querySelectorAll('.node').forEach((node) => {
      const id = CSS.escape(node.dataset.id);
      const edges = graph.querySelectorAll(`.edge[data-from="${id}"], .edge[data-to="${id}"]`);
      const mark = (on) => {
        graph.classList.toggle('focused', on);
        edges.forEach((edge) => edge.classList.toggle('marked', on));
      };
      ['mouseenter', 'focus'].forEach((event) => node.addEventListener(event, () => mark(true)));
      ['mouseleave', 'blur'].forEach((event) => node.addEventListener(event, () => mark(false)));
    });
  });
})();
