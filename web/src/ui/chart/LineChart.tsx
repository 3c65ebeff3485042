/** Lines over periods, labelled at their ends; the same numbers stand in a table for those who cannot see them. */
import { LineChart as Lines } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { ABSENT, show, type Measure } from '@/format/number';
import { useLanguage } from '@/i18n';
import { useTheme, type Theme } from '@/theme';
import { PALETTES, SERIES } from '@/theme/palette';

register([Lines, GridComponent, TooltipComponent, AriaComponent, LabelLayout, SVGRenderer]);

export interface Series {
  name: string;
  values: (number | null)[];
}

export interface ChartProps {
  label: string;
  measure: Measure;
  /** The names of the points, oldest first. */
  points: string[];
  series: Series[];
  height?: number;
  choose?: (index: number) => void;
}

function optionOf({ measure, points, series }: ChartProps, theme: Theme) {
  const palette = PALETTES[theme];
  const text = (value: unknown) => (typeof value === 'number' ? show(measure, value).short : ABSENT);
  return {
    aria: { enabled: true },
    animation: false,
    color: [...SERIES[theme]],
    textStyle: { fontFamily: 'inherit', color: palette.textQuiet },
    grid: { left: 8, right: 72, top: 12, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      valueFormatter: text,
      backgroundColor: palette.raised,
      borderColor: palette.line,
      textStyle: { color: palette.text },
    },
    xAxis: { type: 'category', data: points, axisLine: { lineStyle: { color: palette.line } }, axisTick: { show: false }, axisLabel: { color: palette.textQuiet } },
    yAxis: { type: 'value', splitNumber: 3, splitLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.textQuiet, formatter: text } },
    series: series.map(({ name, values }) => ({
      type: 'line',
      name,
      data: values,
      symbolSize: 5,
      connectNulls: false,
      lineStyle: { width: 2 },
      endLabel: { show: true, formatter: name, color: 'inherit', fontSize: 12 },
      labelLayout: { moveOverlap: 'shiftY' },
    })),
  };
}

function Chart(props: ChartProps) {
  const theme = useTheme();
  const language = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return undefined;
    const chart = init(box.current, undefined, { renderer: 'svg' });
    chart.setOption(optionOf(props, theme));
    chart.on('click', ({ dataIndex }) => props.choose?.(dataIndex));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [props, theme, language]);
  return (
    <figure className="k-chart">
      <div ref={box} style={{ height: props.height ?? 220 }} aria-hidden="true" />
      <ChartTable {...props} />
    </figure>
  );
}

function ChartTable({ label, points, series, measure }: ChartProps) {
  return (
    <table className="k-unseen">
      <caption>{label}</caption>
      <thead>
        <tr><td />{series.map(({ name }) => <th key={name} scope="col">{name}</th>)}</tr>
      </thead>
      <tbody>
        {points.map((point, index) => (
          <tr key={point}>
            <th scope="row">{point}</th>
            {series.map(({ name, values }) => {
              const value = values[index];
              return <td key={name}>{typeof value === 'number' ? show(measure, value).exact : ABSENT}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export default Chart;
