import type { Strings } from './strings.js'

export const ar: Strings = {
  label: 'بحث',
  placeholder: 'ابحث في هذا الموقع',
  results: 'عدد النتائج: {n}',
  oneResult: 'نتيجة واحدة',
  noResults: 'لا توجد نتائج',
  failed: 'فشل البحث. اضغط Enter للمحاولة مرة أخرى',
  betterReady: 'ترتيب أفضل جاهز',
  show: 'اعرضه',
  consent: 'الترتيب الأفضل يحتاج إلى نموذج ({size})',
  download: 'تنزيل',
  loading: 'جارٍ تحميل النموذج',
  sorting: 'جارٍ الترتيب حسب المعنى…',
  better: 'أفضل الإجابات أولاً',
  lexicalOnly: 'مرتّبة حسب الكلمات فقط',
}
