<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>CaseBody</name>
    <message numerus="yes">
        <source>%n entry(ies) of this patient came later: ask the doctor if that changes the answer.</source>
        <translation>
            <numerusform>%n entry of this patient came later: ask the doctor if that changes the answer.</numerusform>
            <numerusform>%n entries of this patient came later: ask the doctor if that changes the answer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConflictFoot</name>
    <message numerus="yes">
        <source>Save %n decision(s)</source>
        <translation>
            <numerusform>Save %n decision</numerusform>
            <numerusform>Save %n decisions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DraftsCard</name>
    <message numerus="yes">
        <source>%n visits are not finished</source>
        <translation>
            <numerusform>%n visit is not finished</numerusform>
            <numerusform>%n visits are not finished</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n form(s) not finished</source>
        <translation>
            <numerusform>%n form not finished</numerusform>
            <numerusform>%n forms not finished</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EnrolScreen</name>
    <message numerus="yes">
        <source>Everything that was saved here, %n change(s), is at the hub.</source>
        <translation>
            <numerusform>Everything that was saved here, %n change, is at the hub.</numerusform>
            <numerusform>Everything that was saved here, %n changes, is at the hub.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unfinished form(s) had never been saved and went with it.</source>
        <translation>
            <numerusform>%n unfinished form had never been saved and went with it.</numerusform>
            <numerusform>%n unfinished forms had never been saved and went with it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) or file(s) had not been sent yet and went with it.</source>
        <translation>
            <numerusform>%n picture or file had not been sent yet and went with it.</numerusform>
            <numerusform>%n pictures or files had not been sent yet and went with it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExchangeScreen</name>
    <message numerus="yes">
        <source>%n photo(s) or PDF(s)</source>
        <translation>
            <numerusform>%n photo or PDF</numerusform>
            <numerusform>%n photos and PDFs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JoinPage</name>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n visit</numerusform>
            <numerusform>%n visits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NewsOfCases</name>
    <message numerus="yes">
        <source>%n answer(s) and questions have come from the doctors.</source>
        <translation>
            <numerusform>%n answer or question has come from a doctor.</numerusform>
            <numerusform>%n answers and questions have come from the doctors.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderedTests</name>
    <message numerus="yes">
        <source>%n awaited</source>
        <translation>
            <numerusform>%n awaited</numerusform>
            <numerusform>%n awaited</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n visit</numerusform>
            <numerusform>%n visits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n older visit(s)</source>
        <translation>
            <numerusform>Show %n older visit</numerusform>
            <numerusform>Show %n older visits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PatientRecord</name>
    <message numerus="yes">
        <source>%n allergy(ies)</source>
        <translation>
            <numerusform>%n allergy</numerusform>
            <numerusform>%n allergies</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PeopleCard</name>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n visit</numerusform>
            <numerusform>%n visits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinCard</name>
    <message numerus="yes">
        <source>Too many wrong PINs. Wait %n second(s), then try again.</source>
        <translation>
            <numerusform>Too many wrong PINs. Wait %n second, then try again.</numerusform>
            <numerusform>Too many wrong PINs. Wait %n seconds, then try again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Registers</name>
    <message numerus="yes">
        <source>visits</source>
        <translation>
            <numerusform>visit</numerusform>
            <numerusform>visits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>times given</source>
        <translation>
            <numerusform>time given</numerusform>
            <numerusform>times given</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>patients</source>
        <translation>
            <numerusform>patient</numerusform>
            <numerusform>patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>medicines</source>
        <translation>
            <numerusform>medicine</numerusform>
            <numerusform>medicines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RegistersScreen</name>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RepairScreen</name>
    <message numerus="yes">
        <source>%n visit(s) are on this PC again.</source>
        <translation>
            <numerusform>%n visit is on this PC again.</numerusform>
            <numerusform>%n visits are on this PC again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) were read out of what was left.</source>
        <translation>
            <numerusform>%n change was read out of what was left.</numerusform>
            <numerusform>%n changes were read out of what was left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n change(s) saved since.</source>
        <translation>
            <numerusform>and %n change saved since.</numerusform>
            <numerusform>and %n changes saved since.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RestoreScreen</name>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n patient</numerusform>
            <numerusform>%n patients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SideCard</name>
    <message numerus="yes">
        <source>%n patient(s), {size}</source>
        <translation>
            <numerusform>%n patient, {size}</numerusform>
            <numerusform>%n patients, {size}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting, {size}</source>
        <translation>
            <numerusform>%n waiting, {size}</numerusform>
            <numerusform>%n waiting, {size}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not fetched yet</source>
        <translation>
            <numerusform>%n not fetched yet</numerusform>
            <numerusform>%n not fetched yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignInScreen</name>
    <message numerus="yes">
        <source>Too many wrong PINs. Wait %n second(s), then try again.</source>
        <translation>
            <numerusform>Too many wrong PINs. Wait %n second, then try again.</numerusform>
            <numerusform>Too many wrong PINs. Wait %n seconds, then try again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%n photo(s) or PDF(s) waiting</source>
        <translation>
            <numerusform>%n photo or PDF waiting</numerusform>
            <numerusform>%n photos and PDFs waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting to send</source>
        <translation>
            <numerusform>%n waiting to send</numerusform>
            <numerusform>%n waiting to send</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StickCard</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) are on the stick.</source>
        <translation>
            <numerusform>%n change is on the stick.</numerusform>
            <numerusform>%n changes are on the stick.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) came in,</source>
        <translation>
            <numerusform>%n change came in,</numerusform>
            <numerusform>%n changes came in,</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n now at the hub.</source>
        <translation>
            <numerusform>%n now at the hub.</numerusform>
            <numerusform>%n now at the hub.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Text</name>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Today</name>
    <message numerus="yes">
        <source>%n day(s) late</source>
        <translation>
            <numerusform>%n day late</numerusform>
            <numerusform>%n days late</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TodayScreen</name>
    <message numerus="yes">
        <source>%n form(s) put away</source>
        <translation>
            <numerusform>%n form put away</numerusform>
            <numerusform>%n forms put away</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TokenField</name>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <translation>
            <numerusform>%n week</numerusform>
            <numerusform>%n weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s)</source>
        <translation>
            <numerusform>%n month</numerusform>
            <numerusform>%n months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n year</numerusform>
            <numerusform>%n years</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VisitPage</name>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <translation>
            <numerusform>%n week</numerusform>
            <numerusform>%n weeks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s)</source>
        <translation>
            <numerusform>%n month</numerusform>
            <numerusform>%n months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n year</numerusform>
            <numerusform>%n years</numerusform>
        </translation>
    </message>
</context>
</TS>
