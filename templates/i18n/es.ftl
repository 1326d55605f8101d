# Words of the pages, in Spanish of Latin America. The notes on single messages are in `en.ftl`.
# Buttons and headings speak to nobody in particular, so that they suit families and students alike;
# where that can't be, they say "usted".

## Around every page

skip-to-content = Ir al contenido
menu = Menú
close = Cerrar
main-menu = Menú principal
language = Idioma
you-are-here = Página actual
on-this-page = En esta página
previous-and-next = Anterior y siguiente
previous = Anterior
next = Siguiente
print-page = Imprimir esta página
search = Buscar
calendar = Calendario
glossary = Palabras explicadas
roles = Papeles de cada quien
role = Papel
home = Inicio
more = Más

## Editions

edition = Edición
edition-for = Para
edition-made-for = Hecho para: { $audience }.
this-edition = Esta edición
edition-line = { $state }, edición para { $audience }, publicada el { $date }
edition-line-district = { $district }, edición para { $audience }, publicada el { $date }
released-on = Publicado el
choose-another-edition = Elegir otra edición
same-document-for = El mismo documento para
same-page-for = La misma página para
for-whom = Para
for-everyone = todos
for-own-and-others =
    { $n ->
        [0] { $own }
        [one] { $own } y otro grupo
       *[other] { $own } y otros { $n } grupos
    }
list-and = { $list } y { $last }
list-comma = { $list }, { $next }

## Help

help = Ayuda
help-in-your-language = Puede pedir un intérprete. Es gratis.
help-with-documents = Ayuda con un documento
help-with-this-document = Pedir ayuda con este documento, o pedirlo en otra forma
send-a-comment = Enviar un comentario
comment-on-this-document = Enviar un comentario sobre este documento
questions-call = ¿Preguntas? Teléfono: { $who }
feed = Noticias
feed-title = Lo nuevo

## Chooser and lost pages

choose-language = Elija su idioma
who-are-you = ¿Quién es usted?
chooser-title = { $plan }: encuentre sus páginas
chooser-text = Cada grupo tiene sus propias páginas, escritas para lo que le toca hacer.
not-found-kicker = No se encontró la página
not-found-title = Esta página no está aquí
not-found-text = Puede haber cambiado de lugar, o la dirección puede tener un error. Elija su edición para encontrar el camino.
moved-title = Esta página cambió de lugar
moved-text = Ahora está aquí:

## Home

do-now =
    { $n ->
        [one] Lo primero
       *[other] Lo primero
    }
your-year = El año, mes por mes
months-of-the-year = Meses del año escolar
this-month = Este mes
month-empty = Este mes no toca nada nuevo.
still-going-on = Sigue en curso:
phases-title = Las partes: { $plan }
roles-title = Lo que le toca a cada quien
documents-title = Todos los documentos
all-of-kind = Todos ({ $n }): { $kind }
topics = Temas
topics-title = Por tema
topic-title = Tema: { $topic }
documents-count =
    { $n ->
        [one] 1 documento
       *[other] { $n } documentos
    }

## Documents

about-this-document = Sobre este documento
address = Dirección
reviewed = Revisado
reviewed-on = Revisado el
review-by = Próxima revisión, a más tardar el
updated-on = Actualizado el
reading-minutes =
    { $n ->
        [one] 1 minuto de lectura
       *[other] { $n } minutos de lectura
    }
minutes =
    { $n ->
        [one] 1 minuto
       *[other] { $n } minutos
    }
hours =
    { $n ->
        [one] 1 hora
       *[other] { $n } horas
    }
words =
    { $n ->
        [one] 1 palabra
       *[other] { $n } palabras
    }
minutes-per-student =
    { $n ->
        [one] 1 minuto por estudiante
       *[other] { $n } minutos por estudiante
    }
minutes-per-month =
    { $n ->
        [one] 1 minuto al mes
       *[other] { $n } minutos al mes
    }
minutes-per-term =
    { $n ->
        [one] 1 minuto por semestre
       *[other] { $n } minutos por semestre
    }
minutes-per-year =
    { $n ->
        [one] 1 minuto al año
       *[other] { $n } minutos al año
    }
hours-per-student =
    { $n ->
        [one] 1 hora por estudiante
       *[other] { $n } horas por estudiante
    }
hours-per-month =
    { $n ->
        [one] 1 hora al mes
       *[other] { $n } horas al mes
    }
hours-per-term =
    { $n ->
        [one] 1 hora por semestre
       *[other] { $n } horas por semestre
    }
hours-per-year =
    { $n ->
        [one] 1 hora al año
       *[other] { $n } horas al año
    }
phase-of = Parte { $number } de { $count }: { $name }
chapter-of = Capítulo { $number } de { $count }
chapters =
    { $n ->
        [one] Capítulo
       *[other] Capítulos
    }
in-this-guide = En esta guía
footnotes =
    { $n ->
        [one] Nota
       *[other] Notas
    }
footnote-link = Nota { $number }
back-to-text = Volver a la nota { $n } en el texto
sources =
    { $n ->
        [one] Fuente
       *[other] Fuentes
    }
source-link = Fuente { $number }
source-page = pág. { $page }
source-as-of = Dato del
source-checked = Comprobado el
section-link = Enlace a esta sección: { $title }
grade-bands = Grados
title-of = { $title } · { $audience } · { $site }
new-window = se abre en una ventana nueva
district-text = Escrito por { $district }
not-translated = Esta parte todavía no está traducida. Se muestra en { $language }.

## Grades

grade = Grado { $grade }
grades = Grados { $grades }
grade-range = { $from }–{ $to }
grade-k = K
grade-post = después de la preparatoria
only-grade-k = Kínder
only-grade-post = Después de la preparatoria
other-duties = Otras tareas
all-grades = Todos los grados

## Blocks in the text

callout-tip = Consejo
callout-note = Nota
callout-law = Lo que dice la ley
callout-example = Ejemplo
callout-equity = Para todos
at-a-glance = De un vistazo
steps = Pasos
checklist = Lista para marcar
figure = Figura
quote-by = { $who }
table = Tabla: { $title }
table-plain = Tabla
scroll-table = Tabla que se puede mover hacia los lados
to-fill-in = para llenar
done = hecho:
open-task = por hacer:
form-space = Espacio para escribir
box = casilla para marcar
external-link = en otro sitio
phone-label = Teléfono
email-label = Correo electrónico
mark-grades = Grados { $grades }
mark-grade = Grado { $grade }
mark-audience = Para { $audience }
mark-except = No es para { $audience }
mark-role = { $role }
tie-task = { $task }:
obligations = debe; deben; tiene que; tienen que; debe de; deben de; está obligado a; está obligada a; están obligados a; están obligadas a; es responsable de; son responsables de
obligations-not = no debe; no deben; debe ser; deben ser; debe estar; deben estar; debe haber; tiene que ser; tienen que ser; tiene que estar; tienen que estar
obligations-not-after = si; cuando; porque; que; quien; quienes; cuyo; cuya; donde; mientras; cómo; por qué; aunque; hasta; antes; después; como; desde; de; del; para; a; al; por; con; sin; en; sobre; entre; no; ni
read-about = Lectura:

## Modules

facilitator-view = Para quien dirige
participant-view = Para participantes
agenda = Programa
objectives = Lo que se aprende a hacer
prerequisites = Antes de venir
materials = Materiales
preparation = Preparación
room = Salón
group-size = Grupo:
module-minutes =
    { $n ->
        [one] 1 minuto en total
       *[other] { $n } minutos en total
    }
credit-hours =
    { $n ->
        [one] 1 hora de crédito
       *[other] { $n } horas de crédito
    }
end = Fin
say = Decir
slide-number = Diapositiva { $number }
slides =
    { $n ->
        [one] 1 diapositiva
       *[other] { $n } diapositivas
    }
activity = Actividad
activity-line = Actividad · { $grouping } · { $time }
activity-grouping = Actividad · { $grouping }
activity-time = Actividad · { $time }
debrief = Para conversar
handout = Hoja
handout-title = Hoja: { $title }
handouts =
    { $n ->
        [one] Hoja
       *[other] Hojas
    }
segment-welcome = Bienvenida
segment-opening = Apertura
segment-talk = Charla
segment-presentation = Presentación
segment-activity = Actividad
segment-discussion = Conversación
segment-practice = Práctica
segment-reflection = Reflexión
segment-break = Descanso
segment-lunch = Almuerzo
segment-closing = Cierre
segment-other = Parte
grouping-alone = cada persona por su cuenta
grouping-pairs = en parejas
grouping-threes = en grupos de tres
grouping-small-groups = en grupos pequeños
grouping-tables = por mesas
grouping-teams = en equipos de escuela
grouping-whole-group = todos juntos
facilitator-only = Solo en la vista de quien dirige

## Duties and matrices

task = Tarea
who = Quién
when = Cuándo
legend = Qué quieren decir las marcas
your-role = (su papel)
no-part = sin parte
task-cell = { $task }, { $role }: { $word }
role-does = { $role }: { $word }
evidence = Se sabe que está hecho por:
caseload =
    { $n ->
        [one] Cerca de 1 estudiante por persona
       *[other] Cerca de { $n } estudiantes por persona
    }
duties-count =
    { $n ->
        [0] Ninguna tarea
        [one] 1 tarea
       *[other] { $n } tareas
    }
duties-title = Quién hace qué
role-year = El año en este papel
role-duties = Todas las tareas de este papel
role-duties-consulted = Lo que se pregunta a este papel
role-duties-informed = De lo que se informa a este papel
role-passages = Dónde hablan las guías de este papel
all-year = Todo el año
month-range = de { $from } a { $to }
months-list = { $months }

## Hours of a role

hours-label = Horas
hours-number =
    { $n ->
        [one] { $number } hora
       *[other] { $number } horas
    }
hours-a-year =
    { $n ->
        [one] { $number } hora al año
       *[other] { $number } horas al año
    }
load-year =
    { $n ->
        [one] { $role }: cada persona necesita { $number } hora al año para estas tareas.
       *[other] { $role }: cada persona necesita { $number } horas al año para estas tareas.
    }
load-most = Lo más: { $peak }.
load-peak =
    { $n ->
        [one] { $month }: { $number } hora
       *[other] { $month }: { $number } horas
    }
load-peak-over =
    { $n ->
        [one] { $month }: { $number } hora, { $over } más que el límite
       *[other] { $month }: { $number } horas, { $over } más que el límite
    }
load-over = { $number } de más
load-limit = Límite { $number }
load-over-limit =
    { $n ->
        [0] Ningún mes pasa del límite de { $limit } horas.
        [one] Un mes pasa del límite de { $limit } horas: { $months }.
       *[other] { $n } meses pasan del límite de { $limit } horas: { $months }.
    }
load-of-district = Calculado con los números de { $district }.
load-without = No se cuentan horas para: { $roles }.
load-chart = { $role }: horas por mes
load-chart-text = Una barra por cada mes. { $most } La tabla dice lo mismo en números.
load-table = { $role }: horas de cada persona, por mes
load-students =
    { $n ->
        [one] { $number } estudiante
       *[other] { $number } estudiantes
    }
load-state-number = (el número de su estado)
load-district-number = (en { $district })
load-no-month = Sin fecha fija
load-year-label = El año
load-work = De dónde salen las horas
load-some-students = para cerca de { $number } de { $all } estudiantes
load-other-work = Otro trabajo
load-uncounted = Lo que no se cuenta
load-no-minutes = Nadie ha dicho cuánto duran estas:
load-no-students = Estas se hacen para cada estudiante, y este papel no tiene número de estudiantes:
load-only-own-work = Dirigir, ayudar, aconsejar y recibir avisos también toma tiempo. Solo se cuenta lo que hace el papel mismo.
load-calculator = Sus propios números
load-calculator-text = Escriba cuántos estudiantes tiene y cuántas personas comparten el trabajo en este papel. La tabla recibe una columna para usted.
load-field-students = Estudiantes
load-field-staff = Personas en este papel
load-field-staff-hint = Medio puesto es 0.5.
load-wrong-students = Escriba cuántos estudiantes hay, con un número: { "{example}" }.
load-wrong-staff = Escriba cuántas personas comparten el trabajo, con un número: 1, 2 o { "{example}" }.
load-yours = Usted: { "{n}" } estudiantes por persona
load-result-year = Estudiantes por persona: { "{students}" }. Horas al año: { "{year}" }.
load-result = Estudiantes por persona: { "{students}" }. Horas al año: { "{year}" }. Lo más en { "{month}" }: { "{hours}" }.
load-result-over = Estudiantes por persona: { "{students}" }. Horas al año: { "{year}" }. Lo más en { "{month}" }: { "{hours}" }, o sea { "{over}" } más que el límite. Meses que pasan del límite: { "{count}" }.

role-load = Cuántas horas toma
month-label = Mes
load-over-n = { "{n}" } de más

## Handing a role over

handover-title = Entrega del papel: { $role }
handover-text = Para el día en que otra persona toma este papel. Llénenla juntos, imprímanla dos veces y guarden una cada uno.
handover-link = Entregar este papel: una hoja para llenar e imprimir
handover-who = Quién entrega a quién
handover-from = De
handover-to = A
handover-school = Escuela u oficina
handover-day = Primer día en el papel
handover-answers-for = De lo que responde solo usted
handover-year = Lo que está hecho este año y lo que falta
handover-done = Hecho
handover-open = Falta
handover-papers = Dónde están los papeles
handover-papers-text = Escriba dónde está cada uno: una carpeta, un cajón, un sistema.
handover-people = A quién llamar en nuestra escuela
handover-reading = Leer esto primero
handover-signed = Entregado
handover-signed-from = Firma de quien entrega
handover-signed-to = Firma de quien recibe
handover-signed-day = Fecha

rasci-accountable = A cargo
rasci-responsible = Realiza
rasci-support = Suma ayuda
rasci-consulted = Consulta
rasci-informed = Información
rasci-letter-accountable = A
rasci-letter-responsible = R
rasci-letter-support = S
rasci-letter-consulted = C
rasci-letter-informed = I
rasci-meaning-accountable = responde por el resultado; uno por tarea
rasci-meaning-responsible = hace el trabajo
rasci-meaning-support = ayuda a quienes lo hacen
rasci-meaning-consulted = se le pregunta antes de decidir
rasci-meaning-informed = se le dice lo que se decidió
plain-accountable = dirige
plain-responsible = lo hace
plain-support = ayuda
plain-consulted = se le pregunta
plain-informed = se le informa
plain-meaning-accountable = cuida de que se haga
plain-meaning-responsible = hace el trabajo
plain-meaning-support = da una mano
plain-meaning-consulted = da su consejo primero
plain-meaning-informed = recibe el aviso
words-with-capital = Título Meridian
# The role stands behind, so that no article has to agree with it.
rasci-part-accountable = Responde por ello: { $role }.
rasci-part-responsible = Hace el trabajo: { $role }.
rasci-part-both = Responde por ello y hace el trabajo: { $role }.
rasci-part-support = Ayuda: { $role }.
rasci-part-consulted = Se le pregunta primero: { $role }.
rasci-part-informed = Se le informa: { $role }.
plain-part-accountable = Dirige: { $role }.
plain-part-responsible = Lo hace: { $role }.
plain-part-both = Dirige y lo hace: { $role }.
plain-part-support = Ayuda: { $role }.
plain-part-consulted = Se le pregunta: { $role }.
plain-part-informed = Se le informa: { $role }.
you-line = A usted le toca: { $words }
you-accountable = dirigir
you-responsible = hacerlo
you-support = ayudar
you-consulted = dar su opinión
you-informed = recibir el aviso

sentence-accountable =
    { $n ->
        [one] Dirige: { $who }.
       *[other] Dirigen: { $who }.
    }
sentence-responsible =
    { $n ->
        [one] Lo hace: { $who }.
       *[other] Lo hacen: { $who }.
    }
sentence-leads-and-does =
    { $n ->
        [one] Dirige y lo hace: { $who }.
       *[other] Dirigen y lo hacen: { $who }.
    }
sentence-support =
    { $n ->
        [one] Ayuda: { $who }.
       *[other] Ayudan: { $who }.
    }
sentence-consulted =
    { $n ->
        [one] Se le pregunta a: { $who }.
       *[other] Se les pregunta a: { $who }.
    }
sentence-informed =
    { $n ->
        [one] Se le informa a: { $who }.
       *[other] Se les informa a: { $who }.
    }

column-person = ¿Quién en nuestra escuela?
people-title = ¿Quién en nuestra escuela?
people-of-district = { $district }
people-of-card = Quién dirige y trabaja con usted
people-of-role = Quién dirige y trabaja con este papel: { $role }
write-name = Escriba aquí el nombre
due-always = Todo el año
due-at-its-time = A su tiempo
card-hours =
    { $n ->
        [one] Cerca de 1 hora al año para lo que está en esta hoja
       *[other] Cerca de { $n } horas al año para lo que está en esta hoja
    }
card-peak = Lo más en { $month }: cerca de { $hours }
nothing-due = Aquí no le toca nada a este papel.
ladder-every = En todos los grados
ladder-new = Nuevo
ladder-again = Otra vez:
ladder-nothing = Nada más en este grado.
poster-leads = Dirige: { $who }

matrix-caption = Quién hace qué: { $title }
matrix-scheme = Marcas: { $scheme }

## Messages

subject = Asunto:
words-of-limit = { $used } de { $words } palabras como máximo
channel-letter = Carta
channel-email = Correo electrónico
channel-phone = Guion para teléfono
channel-social = Mensaje para redes sociales
channel-newsletter = Nota para el boletín
channel-talking-points = Puntos para hablar
channel-faq = Preguntas y respuestas
questions =
    { $n ->
        [one] Pregunta
       *[other] Preguntas
    }

## Downloads

downloads = Para llevar
download-xlsx = Hoja de cálculo (Excel)
download-csv = Tabla (CSV)
download-ics = Fechas para su calendario
calendar-name = { $plan }: { $name }
phase-column = Fase
grades-column = Grados
minutes-column = Minutos
per-column = Cada cuánto
per-student = por cada estudiante
per-month = cada mes
per-term = cada semestre
per-year = cada año
per-once = una vez
evidence-column = Prueba
id-column = Id

## Search

search-label = Palabras para buscar
search-none = No se encontró nada. Pruebe con menos palabras o más cortas.
search-found = Pasajes encontrados: { "{n}" }
search-needs-script = La búsqueda necesita JavaScript en su navegador. Puede encontrar todos los documentos en estas listas:
search-instead = O mire en las listas

## Kinds of documents

kind-guide = Guía
kind-brochure = Folleto
kind-module = Módulo de capacitación
kind-matrix = Quién hace qué
kind-message = Mensaje
kind-plan = Plan
kind-report = Informe
kind-page = Página
kind-chapter = Capítulo
kind-role = Papel
kind-term = Palabra explicada
kinds-guide = Guías
kinds-brochure = Folletos
kinds-module = Módulos de capacitación
kinds-matrix = Quién hace qué
kinds-message = Cartas y mensajes
kinds-plan = Planes
kinds-report = Informes
kinds-page = Bueno saber

## Months

month-jan = enero
month-feb = febrero
month-mar = marzo
month-apr = abril
month-may = mayo
month-jun = junio
month-jul = julio
month-aug = agosto
month-sep = septiembre
month-oct = octubre
month-nov = noviembre
month-dec = diciembre
month-short-jan = ene.
month-short-feb = feb.
month-short-mar = mar.
month-short-apr = abr.
month-short-may = may.
month-short-jun = jun.
month-short-jul = jul.
month-short-aug = ago.
month-short-sep = sept.
month-short-oct = oct.
month-short-nov = nov.
month-short-dec = dic.
date = { $day } de { $month } de { $year }

## `ilpress report duties --page`

report-title = Quién hace qué, y cuánto tiempo toma
report-made = Hecho el { $date }.
report-duties =
    { $n ->
        [one] tarea
       *[other] tareas
    }
report-roles =
    { $n ->
        [one] papel
       *[other] papeles
    }
report-open =
    { $n ->
        [one] cosa por mirar
       *[other] cosas por mirar
    }
report-over =
    { $n ->
        [one] papel por encima de su límite
       *[other] papeles por encima de su límite
    }
report-findings = Lo que hay que mirar
report-no-findings = Ninguna revisión encuentra problemas con las tareas.
report-error = Error
report-warning = Aviso
report-load = Horas de una persona
report-load-text = Cada barra es un mes del año escolar. La línea de rayas es el límite. Los números de todos los meses están en la tabla siguiente.
report-who = Quién es
report-caseload = Estudiantes por persona
report-year-picture = El año
report-peak = Mes más lleno
report-peak-cell =
    { $n ->
        [one] 1 hora en { $month }
       *[other] { $n } horas en { $month }
    }
report-above = (por encima del límite)
report-limit = Límite
report-year = Horas en el año
report-months = Mes por mes
report-months-text = Las horas de una persona. Debajo, cuántas tareas caen en el mes de las que el papel responde, que hace o en que ayuda.
report-due = { $n } en el mes
report-phases = Fase por fase
report-phases-text = De cuántas tareas responde el papel (A), cuántas hace (R), en cuántas ayuda (S), sobre cuántas se le pregunta (C) y de cuántas se le informa (I).
report-shares = Quién carga cuánto
report-shares-text = Entre paréntesis: la parte del papel en todas las tareas de las que alguien responde, y en todas las que alguien hace.
report-many = más de la cuarta parte
report-accountable = Responde
report-responsible = Hace
report-support = Ayuda
report-consulted = Se le pregunta
report-informed = Se le informa
report-uncounted = Lo que no está en las horas
report-no-minutes = Estas tareas no dicen cuánto duran.
report-no-caseload = Estas se hacen para cada estudiante, y nadie dice para cuántos.
report-no-month = Estas no caen en un mes fijo: cuentan solo para el año.

# What is printed of a document
print-pdf = PDF
print-fold = PDF para imprimir y doblar
print-large-print = PDF en letra grande
print-print-shop = PDF para una imprenta
print-handouts = Hojas (PDF)

## What became of printed editions: the pages below `e/`

status-title-of = { $code }: { $title }
status-kicker = El papel con el código
status-current-title = Este papel está al día
status-current-text = Usted tiene la edición más nueva de “{ $title }”.
status-replaced-title = Hay una edición más nueva
status-replaced-text = “{ $title }” estaba bien cuando se imprimió. Algo ha cambiado desde entonces. Use por favor la edición más nueva.
status-withdrawn-title = Por favor, ya no use este papel
status-withdrawn-text = Retiramos “{ $title }”.
status-why = Por qué:
status-read-current = Leerlo en la web
status-read-replaced = Leer la edición más nueva
status-read-withdrawn = Ver lo que vale hoy
status-line = De su papel a hoy
status-about = Sobre su papel
status-home = Todas las páginas para { $audience }
status-your-paper = Su papel
status-newest = La edición más nueva
status-between = También reemplazado
status-gone = Retirado
status-code = Código
find-status-title = ¿Está al día su papel?
find-status-text = Lo que imprimimos tiene un código. El código lleva a una página que dice si el papel que usted tiene en la mano todavía vale.
find-status-where = Dónde está el código
find-status-where-text = En la parte de atrás de un folleto, o en la última página, al lado de un cuadro con puntos. Tiene seis letras mayúsculas y números, y está al final de una dirección:
find-status-how = Cómo abrir su página
find-status-camera = Con un teléfono: apunte la cámara al cuadro con puntos. Toque la dirección que aparece.
find-status-type = Con un teclado: escriba la dirección en la línea de arriba de su navegador. Escriba el código con mayúsculas.
find-status-call = Sin ninguno de los dos: llámenos y léanos el código.

# Brochures on paper
paper-draft = Borrador. Todavía no tiene código de edición.
paper-sources = Fuentes { $numbers }: { $address }
paper-qr = Código QR que lleva a { $address }
paper-my-notes = Mis notas

# Paper: guides, messages, pages
contents = Contenido
paper-forms = Formularios y listas para copiar
paper-forms-text = Estas páginas están hechas para copiarse y llenarse.
paper-form = Formulario
paper-checklist = Lista para marcar
paper-handout = Hoja
edition-code = Código de la edición:

# Modules on paper
on-page = página { $number }
your-notes = Sus notas

# Of a passage in an edition of another language; $language is the name of the source's language.
notice-untranslated = Esta parte todavía no está traducida. Idioma: { $language }.
notice-stale = El texto de esta parte en su idioma original ({ $language }) es más nuevo que esta traducción.
notice-machine = Una computadora tradujo esta parte ({ $language }). Nadie la ha revisado todavía.

# Districts and their readers
find-your-district = Encuentre su distrito escolar
districts-text = Su distrito le dice a quién llamar y tiene sus propias páginas para usted.
districts-by-name = Por nombre
districts-by-region = Por región
districts-other-regions = Otros distritos
districts-letters = Letras
district-lead = { $plan }: lo que le dice su distrito.
district-schools = Escuelas
district-of-school = La escuela pertenece a
district-with-state = Con { $state }
district-more-from-state = Más de { $state }
in-your-district = En su distrito

in-language-only = Solo en { $language }
untranslated-help = Todavía no tienen traducción. Puede pedir un intérprete que se los explique. Es gratis.

# `ilpress layer status --page`
layers-title = Traducciones y textos de los distritos
layers-missing = { $n ->
    [one] parte por traducir
   *[other] partes por traducir
}
layers-stale = { $n ->
    [one] parte más vieja que su original
   *[other] partes más viejas que su original
}
layers-unreviewed = { $n ->
    [one] parte traducida por una computadora, por revisar
   *[other] partes traducidas por una computadora, por revisar
}
layers-rungs = Lo que reciben los lectores
layers-rungs-text = Cada documento, en cada idioma para el que está pensado.
layers-document = Documento
layers-rung = Los lectores reciben
layers-publishers = En las ediciones de
layers-rung-full = el documento completo
layers-rung-side-by-side = el documento, con partes en el idioma original o sin revisar
layers-rung-cover-note = el original, con una nota sobre intérpretes
layers-no-languages = El sitio tiene un solo idioma.
layers-open = Lo que alguien tiene que hacer
layers-open-text = Las palabras que ya no están en el original aparecen tachadas; las nuevas, subrayadas. Si un texto todavía vale: ilpress layer accept, con el nombre de arriba.
layers-nothing-open = Todos los textos van al paso de su original.
layers-state-missing = sin traducir
layers-state-stale = más viejo que su original
layers-state-machine = traducido por una computadora, sin revisar
layers-state-no-base = nadie sabe de qué texto se hizo
layers-before = El original cuando se hizo este texto
layers-changes = Lo que cambió en el original
layers-below = El original
layers-here = El texto aquí
