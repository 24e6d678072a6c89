'use strict';
(function () {
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const escape = echarts.format.encodeHTML;
  const narrow = 640; // pixels; below that the legend goes under the plot

  const text = value => value.toLocaleString('en', { maximumSignificantDigits: 6 });
  const tick = value => (value >= 1e6 ? value.toExponential(1) : text(value)); // a long one would meet the axis' name

  const ranged = chart => chart.series.some(s => s.style === 'range');

  function axis(from, vertical, look) {
    return {
      type: from.kind === 'logarithmic' ? 'log' : 'value',
      minInterval: from.kind === 'whole' ? 1 : 0,
      name: from.name,
      nameLocation: 'middle',
      nameGap: vertical ? 62 : 32,
      nameTextStyle: { color: look.text, fontSize: 13 },
      axisLabel: { color: look.soft, hideOverlap: true, formatter: value => tick(Number(value)) },
      axisLine: { show: true, lineStyle: { color: look.line } },
      splitLine: { show: vertical, lineStyle: { color: look.line } },
    };
  }

  // Bars stand side by side on categories; on an axis of values the library would stack their places too.
  function across(chart, look) {
    return ranged(chart)
      ? { ...axis(chart.x, false, look), type: 'category', data: chart.series[0].points.map(p => String(p[0])) }
      : axis(chart.x, false, look);
  }

  function line(series, at) {
    return {
      type: 'line',
      name: series.name,
      data: series.points.map(p => [at(p[0]), p[2]]),
      symbol: series.style === 'dashed' ? 'diamond' : 'circle',
      symbolSize: series.points.length > 25 ? 0 : series.style === 'dashed' ? 11 : 7,
      itemStyle: { color: series.colour },
      lineStyle: { color: series.colour, width: 2, type: series.style === 'dashed' ? 'dashed' : 'solid' },
      emphasis: { focus: 'series' },
    };
  }

  // A bar that floats: an unseen one below it carries it.
  function range(series, at) {
    const both = { type: 'bar', stack: series.name, barWidth: '50%', barMaxWidth: 32 };
    const below = {
      ...both, silent: true, itemStyle: { color: 'transparent' }, data: series.points.map(p => [at(p[0]), p[1]]),
    };
    const bar = {
      ...both, name: series.name, itemStyle: { color: series.colour, opacity: 0.55 },
      data: series.points.map(p => [at(p[0]), p[3] - p[1]]),
    };
    return [below, bar];
  }

  function tip(chart, shown) {
    const rows = shown.map(each => {
      const series = chart.series.find(s => s.name === each.seriesName);
      const point = series && series.points[each.dataIndex];
      if (!point) {
        return '';
      }
      const spread = series.style === 'range' ? text(point[1]) + ' to ' + text(point[3]) : text(point[2])
        + (point[1] < point[3] ? ' (' + text(point[1]) + ' to ' + text(point[3]) + ')' : '');
      return each.marker + escape(series.name) + ': <b>' + spread + '</b>';
    });
    const at = shown.length ? escape(chart.x.name) + ' ' + text(Number(shown[0].value[0])) : '';
    return [at].concat(rows.filter(row => row)).join('<br>');
  }

  function option(chart, width, look) {
    const below = width < narrow;
    const at = ranged(chart) ? String : Number;
    return {
      animation: false,
      backgroundColor: 'transparent',
      grid: { left: 84, right: below ? 24 : 234, top: 24, bottom: below ? 96 : 56 },
      legend: {
        type: 'scroll', textStyle: { color: look.text }, pageTextStyle: { color: look.text },
        data: chart.series.map(s => s.name), itemWidth: 36, itemHeight: 10,
        ...(below ? { bottom: 0, left: 0, right: 0 } : { orient: 'vertical', right: 0, top: 20, width: 216 }),
      },
      tooltip: { trigger: 'axis', confine: true, formatter: shown => tip(chart, shown) },
      xAxis: across(chart, look),
      yAxis: axis(chart.y, true, look),
      series: chart.series.flatMap(s => s.style === 'range' ? range(s, at) : [line(s, at)]),
    };
  }

  function draw() {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue(name).trim();
    const look = { text: colour('--text'), soft: colour('--soft'), line: colour('--line') };
    document.querySelectorAll('.chart').forEach((element, i) => {
      const before = echarts.getInstanceByDom(element);
      if (before) {
        before.dispose();
      }
      const chart = echarts.init(element, dark.matches ? 'dark' : null, { renderer: 'svg' });
      chart.setOption(option(charts[i], element.clientWidth, look));
    });
  }

  draw();
  dark.addEventListener('change', draw);
  window.addEventListener('resize', draw);
})();
